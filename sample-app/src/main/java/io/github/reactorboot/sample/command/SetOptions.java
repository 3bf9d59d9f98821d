package io.github.reactorboot.sample.command;

import io.github.reactorboot.sample.resp.Arguments;
import io.github.reactorboot.sample.resp.ErrorReply;
import io.github.reactorboot.sample.store.Entry;
import io.github.reactorboot.sample.store.Store;
import org.jspecify.annotations.Nullable;

/** What stands behind the value of SET. */
final class SetOptions {

    private static final long NX = Arguments.word("NX");
    private static final long XX = Arguments.word("XX");
    private static final long GET = Arguments.word("GET");
    private static final long EX = Arguments.word("EX");
    private static final long PX = Arguments.word("PX");
    private static final long KEEPTTL = Arguments.word("KEEPTTL");

    /** Store only if there is no such entry. */
    boolean ifAbsent;

    /** Store only if there is such an entry. */
    boolean ifPresent;

    /** Reply with what was there before. */
    boolean get;

    private boolean keepDeadline;
    private long deadlineMillis = Entry.FOREVER;

    private SetOptions() {}

    /** Reads them, beginning with argument 3. */
    static SetOptions read(Arguments arguments, Store store) {
        SetOptions options = new SetOptions();
        for (int i = 3; i < arguments.count(); i++) {
            long word = arguments.word(i);
            if (word == NX && !options.ifPresent) {
                options.ifAbsent = true;
            } else if (word == XX && !options.ifAbsent) {
                options.ifPresent = true;
            } else if (word == GET) {
                options.get = true;
            } else if (word == KEEPTTL && options.deadlineMillis == Entry.FOREVER) {
                options.keepDeadline = true;
            } else if ((word == EX || word == PX)
                    && i + 1 < arguments.count()
                    && !options.keepDeadline
                    && options.deadlineMillis == Entry.FOREVER) {
                long unit = word == EX ? Deadlines.SECOND : Deadlines.MILLISECOND;
                options.deadlineMillis = deadline(arguments.number(++i), unit, store);
            } else {
                throw ErrorReply.syntax();
            }
        }
        return options;
    }

    /** The deadline of the new entry. */
    long deadlineAfter(@Nullable Entry before) {
        return keepDeadline && before != null ? before.deadlineMillis() : deadlineMillis;
    }

    private static long deadline(long amount, long unit, Store store) {
        if (amount <= 0) {
            throw Deadlines.invalid("set");
        }
        return Deadlines.in(amount, unit, store, "set");
    }
}
