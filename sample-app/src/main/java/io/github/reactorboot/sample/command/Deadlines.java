package io.github.reactorboot.sample.command;

import io.github.reactorboot.sample.resp.ErrorReply;
import io.github.reactorboot.sample.store.Entry;
import io.github.reactorboot.sample.store.Store;

/** From "in so long" to the clock of the store. */
final class Deadlines {

    static final long SECOND = 1000;
    static final long MILLISECOND = 1;

    private Deadlines() {}

    /**
     * When that will be; in the past for a negative amount.
     *
     * @param unit of the amount, in milliseconds
     * @param command who asks, for the complaint
     * @throws ErrorReply when it is too far away
     */
    static long in(long amount, long unit, Store store, String command) {
        try {
            long deadline = Math.addExact(Math.multiplyExact(amount, unit), store.nowMillis());
            if (deadline != Entry.FOREVER) {
                return deadline;
            }
        } catch (ArithmeticException e) {
            // As if it were forever.
        }
        throw invalid(command);
    }

    static ErrorReply invalid(String command) {
        return new ErrorReply("ERR invalid expire time in '" + command + "' command");
    }
}
