package io.github.reactorboot.sample.resp;

import io.github.reactorboot.runtime.Session;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes the reply of one request. It is collected in an array that is used again and again, and
 * goes to the session as a whole or, when it is large, in pieces: the session copies what it is
 * given, and what it cannot take closes it, so a client never sees a reply with a hole. Each event
 * loop has one instance and uses it for all its sessions.
 */
public final class Reply {

    private static final int SIZE = 16 << 10;

    /** Room that each element finds after {@link #reserve}: type, number, CRLF. */
    private static final int HEADER_BYTES_MAX = Decimal.LENGTH_MAX + 3;

    /** What stands around a value: type, up to seven digits, two line ends. */
    private static final int VALUE_FRAMING_BYTES = 12;

    private static final byte[] OK = ascii("+OK\r\n");
    private static final byte[] PONG = ascii("+PONG\r\n");
    private static final byte[] NIL = ascii("$-1\r\n");
    private static final byte[] NULL = ascii("_\r\n");

    private final byte[] bytes = new byte[SIZE];
    private final ByteBuffer view = ByteBuffer.wrap(bytes);
    private final int bytesMax;
    private @Nullable Session session;
    private boolean resp3;
    private int at;

    /**
     * Nothing to reply yet.
     *
     * @param bytesMax the largest reply; the outbound limit of the sessions must have room for it
     */
    public Reply(int bytesMax) {
        this.bytesMax = bytesMax;
    }

    /**
     * Begins the reply to a request of this session; what was not sent of the last is forgotten.
     */
    public void begin(Session session, boolean resp3) {
        this.session = session;
        this.resp3 = resp3;
        this.at = 0;
    }

    /** Sends what was written. */
    public void send() {
        if (at > 0) {
            send(view.limit(at));
            at = 0;
        }
    }

    private void send(ByteBuffer piece) {
        Objects.requireNonNull(session, "begin was not called").reply(piece);
    }

    /**
     * Makes sure that a reply of so many values with so many bytes in all can be sent. To be called
     * before its first byte is written.
     *
     * @throws ErrorReply when it is too large
     */
    public void requireRoom(int values, long bytes) {
        if (bytes + (long) values * VALUE_FRAMING_BYTES > bytesMax) {
            throw new ErrorReply("ERR reply is larger than " + bytesMax + " bytes");
        }
    }

    /** Writes OK. */
    public void ok() {
        raw(OK);
    }

    /** Writes PONG. */
    public void pong() {
        raw(PONG);
    }

    /** Writes a short text without line ends. */
    public void simple(String text) {
        line('+', text);
    }

    /** Writes an error; line ends in it become spaces. */
    public void error(String message) {
        line('-', message.replace('\r', ' ').replace('\n', ' '));
    }

    private void line(char type, String text) {
        raw(ascii(type + text + "\r\n"));
    }

    /** Writes a number. */
    public void number(long number) {
        header(':', number);
    }

    /** Writes a value, or that there is none. */
    public void nil() {
        raw(resp3 ? NULL : NIL);
    }

    /** Writes a value. */
    public void bulk(byte[] value) {
        header('$', value.length);
        raw(value);
        crlf();
    }

    /** Writes a value. */
    public void bulk(String value) {
        bulk(value.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes text for people to read. */
    public void text(String text) {
        if (resp3) {
            byte[] value = ("txt:" + text).getBytes(StandardCharsets.UTF_8);
            header('=', value.length);
            raw(value);
            crlf();
        } else {
            bulk(text);
        }
    }

    /** Begins an array; its elements follow. */
    public void array(int elements) {
        header('*', elements);
    }

    /** Begins a map; its keys and values follow in turn. RESP 2 has none and gets an array. */
    public void map(int pairs) {
        if (resp3) {
            header('%', pairs);
        } else {
            header('*', pairs * 2L);
        }
    }

    /** Begins what was not asked for; its elements follow. RESP 2 gets an array. */
    public void push(int elements) {
        header(resp3 ? '>' : '*', elements);
    }

    private void header(char type, long number) {
        reserve(HEADER_BYTES_MAX);
        bytes[at++] = (byte) type;
        at += Decimal.length(number);
        Decimal.write(number, bytes, at);
        crlf();
    }

    private void crlf() {
        reserve(2);
        bytes[at++] = '\r';
        bytes[at++] = '\n';
    }

    private void raw(byte[] source) {
        if (source.length > SIZE / 2) {
            send();
            send(ByteBuffer.wrap(source));
            return;
        }
        reserve(source.length);
        System.arraycopy(source, 0, bytes, at, source.length);
        at += source.length;
    }

    private void reserve(int length) {
        if (at + length > SIZE) {
            send();
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
