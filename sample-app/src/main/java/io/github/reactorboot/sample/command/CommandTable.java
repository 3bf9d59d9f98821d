package io.github.reactorboot.sample.command;

import io.github.reactorboot.sample.resp.Arguments;
import io.github.reactorboot.sample.resp.ErrorReply;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Commands by name. A name is looked up as two numbers, its characters in upper case, so that no
 * string is made of what a client has sent. Filled at start, then only read.
 */
final class CommandTable {

    private static final int SLOTS = 256;
    private static final int NAME_BYTES_MAX = 2 * Long.BYTES;
    private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;

    private final Map<String, Command> commands = new LinkedHashMap<>();
    private final long[] heads = new long[SLOTS];
    private final long[] tails = new long[SLOTS];
    private final @Nullable Command[] slots = new @Nullable Command[SLOTS];

    /** Adds a command, see {@link Command}; a subcommand brings the name of its command with it. */
    void add(String name, int arity, Keys keys, String summary, Action action) {
        String upper = name.substring(name.indexOf('|') + 1).toUpperCase(Locale.ROOT);
        String head = upper.substring(0, Math.min(upper.length(), Long.BYTES));
        long headWord = Arguments.word(head);
        long tailWord = Arguments.word(upper.substring(head.length()));
        int slot = slot(headWord);
        while (slots[slot] != null) {
            slot = (slot + 1) % SLOTS;
        }
        heads[slot] = headWord;
        tails[slot] = tailWord;
        slots[slot] = new Command(name, arity, keys, summary, action);
        commands.put(name, slots[slot]);
    }

    /** Adds a command that has subcommands. */
    void addWithSubcommands(String name, String summary, CommandTable subcommands) {
        add(name, -2, Keys.NONE, summary, request -> subcommands.runSubcommand(name, request));
    }

    void runSubcommand(String name, Request request) {
        Command command = find(request.arguments(), 1);
        if (command == null) {
            throw new ErrorReply(
                    "ERR unknown subcommand '%s'. Try %s."
                            .formatted(
                                    request.arguments().textStart(1),
                                    String.join(", ", commands.keySet())));
        }
        command.run(request);
    }

    /** The command that an argument names, or null. */
    @Nullable Command find(Arguments arguments, int index) {
        if (arguments.length(index) > NAME_BYTES_MAX) {
            return null;
        }
        long head = arguments.word(index, 0);
        long tail = arguments.word(index, Long.BYTES);
        int slot = slot(head);
        while (slots[slot] != null && (heads[slot] != head || tails[slot] != tail)) {
            slot = (slot + 1) % SLOTS;
        }
        return slots[slot];
    }

    private static int slot(long head) {
        return (int) ((head * MULTIPLIER) >>> (Long.SIZE - Byte.SIZE));
    }

    /** All commands, in the order in which they were added. */
    Collection<Command> all() {
        return Collections.unmodifiableCollection(commands.values());
    }
}
