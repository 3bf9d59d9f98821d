package io.github.reactorboot.sample.resp;

import java.nio.ByteBuffer;

/**
 * A request typed by hand: words between spaces. A word in double quotes may hold spaces and
 * escapes ({@code \n \r \t \b \a \xHH}), one in single quotes only {@code \'}.
 */
final class InlineCommand {

    private final ByteBuffer in;
    private final ByteBuffer out;

    private InlineCommand(ByteBuffer in) {
        this.in = in;
        this.out = ByteBuffer.allocate(in.remaining());
    }

    /** Adds the words to the arguments; returns the buffer in which they lie. */
    static ByteBuffer split(ByteBuffer line, Arguments arguments) {
        InlineCommand command = new InlineCommand(line.duplicate());
        while (command.skipSpaces()) {
            int offset = command.out.position();
            command.word();
            arguments.add(offset, command.out.position() - offset);
        }
        return command.out.clear();
    }

    private boolean skipSpaces() {
        while (in.hasRemaining()) {
            if (!isSpace(peek())) {
                return true;
            }
            in.get();
        }
        return false;
    }

    private void word() {
        while (in.hasRemaining() && !isSpace(peek())) {
            byte next = in.get();
            if (next == '"' || next == '\'') {
                quoted(next);
                return;
            }
            out.put(next);
        }
    }

    private void quoted(byte quote) {
        while (in.hasRemaining()) {
            byte next = in.get();
            if (next == quote) {
                if (in.hasRemaining() && !isSpace(peek())) {
                    throw unbalanced();
                }
                return;
            }
            out.put(next == '\\' && in.hasRemaining() ? escaped(quote) : next);
        }
        throw unbalanced();
    }

    private static ErrorReply unbalanced() {
        return new ErrorReply("ERR Protocol error: unbalanced quotes in request");
    }

    private byte escaped(byte quote) {
        if (quote == '\'') {
            return peek() == '\'' ? in.get() : (byte) '\\';
        }
        byte next = in.get();
        return switch (next) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'b' -> '\b';
            case 'a' -> 7;
            case 'x' -> hexadecimal();
            default -> next;
        };
    }

    private byte hexadecimal() {
        if (in.remaining() >= 2) {
            int high = Character.digit(in.get(in.position()), 16);
            int low = Character.digit(in.get(in.position() + 1), 16);
            if (high >= 0 && low >= 0) {
                in.position(in.position() + 2);
                return (byte) (high << 4 | low);
            }
        }
        return 'x';
    }

    private byte peek() {
        return in.get(in.position());
    }

    private static boolean isSpace(byte character) {
        return character == ' ' || (character >= '\t' && character <= '\r') || character == 0;
    }
}
