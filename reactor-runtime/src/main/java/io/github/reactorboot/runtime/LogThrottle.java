package io.github.reactorboot.runtime;

/**
 * Lets one line through in ten seconds, so that peers cannot fill the log. Owned by one event loop,
 * or guarded by its user.
 */
final class LogThrottle {

    private static final long PERIOD_NANOS = 10_000_000_000L;

    private boolean used;
    private long lastNanos;
    private long suppressed;

    /**
     * Whether to log now; if so {@link #suppressed()} says how many were not since the last time.
     */
    boolean tryAcquire(long nowNanos) {
        if (used && nowNanos - lastNanos < PERIOD_NANOS) {
            suppressed++;
            return false;
        }
        used = true;
        lastNanos = nowNanos;
        return true;
    }

    /** How many lines were not logged since the last one; counts anew. */
    long suppressed() {
        long count = suppressed;
        suppressed = 0;
        return count;
    }
}
