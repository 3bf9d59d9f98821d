package io.github.reactorboot.runtime.engine;

/**
 * What something that is watched is ready for. After a hang-up or an error it is ready for all that
 * was asked for: the read or write that follows says what has happened.
 *
 * @param readable a read would not wait
 * @param writable a write would not wait
 * @param hungUp the other end is gone (POLLHUP, poll(2)); never said by the engine nio, where it
 *     makes a resource readable and writable only
 * @param failed there is an error (POLLERR); never said by the engine nio, likewise
 */
public record Readiness(boolean readable, boolean writable, boolean hungUp, boolean failed) {

    /** All there are, so that none is made while a loop runs. */
    private static final Readiness[] ALL = new Readiness[16];

    static {
        for (int i = 0; i < ALL.length; i++) {
            ALL[i] = new Readiness((i & 1) != 0, (i & 2) != 0, (i & 4) != 0, (i & 8) != 0);
        }
    }

    /** For engines: what counts of what the system has said. */
    public static Readiness of(
            Interest interest, boolean in, boolean out, boolean hungUp, boolean failed) {
        boolean ended = hungUp || failed;
        int index = interest.reads() && (in || ended) ? 1 : 0;
        index |= interest.writes() && (out || ended) ? 2 : 0;
        if (index != 0) {
            index |= hungUp ? 4 : 0;
            index |= failed ? 8 : 0;
        }
        return ALL[index];
    }

    /** Whether there is nothing to tell. */
    public boolean isNone() {
        return !readable && !writable;
    }
}
