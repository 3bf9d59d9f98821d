package io.github.reactorboot.engine.linux.uring;

/**
 * The number that goes with an operation and comes back with its completions: which operation, and
 * the number of the source in its table.
 */
final class UserData {

    /** Nobody waits for this completion. */
    static final long NOBODY = 0;

    static final int RECEIVE = 1;
    static final int SEND = 2;
    static final int POLL_IN = 3;
    static final int POLL_OUT = 4;
    static final int WAKEUP = 5;

    /** How many bits of a number of a source count the uses of its place. */
    static final int GENERATION_BITS = 24;

    private static final int OPERATION_SHIFT = 56;
    private static final long SOURCE_MASK = (1L << OPERATION_SHIFT) - 1;

    private UserData() {}

    static long of(int operation, long source) {
        return (long) operation << OPERATION_SHIFT | source;
    }

    static int operation(long userData) {
        return (int) (userData >>> OPERATION_SHIFT);
    }

    static long source(long userData) {
        return userData & SOURCE_MASK;
    }
}
