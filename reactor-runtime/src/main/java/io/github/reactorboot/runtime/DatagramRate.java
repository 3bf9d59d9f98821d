package io.github.reactorboot.runtime;

import org.jspecify.annotations.Nullable;

/**
 * Holds one datagram session to its {@link RateLimit}, as {@link FrameRate} does a stream; but what
 * comes too early is dropped, since no source could be made to wait. Owned by the event loop.
 */
final class DatagramRate {

    private final long intervalNanos;
    private final long toleranceNanos;
    private long dueNanos;

    private DatagramRate(RateLimit limit, long nowNanos) {
        this.intervalNanos = limit.intervalNanos();
        this.toleranceNanos = (limit.burst() - 1) * intervalNanos;
        this.dueNanos = nowNanos;
    }

    /** Null for no limit. */
    static @Nullable DatagramRate of(@Nullable RateLimit limit, long nowNanos) {
        return limit == null ? null : new DatagramRate(limit, nowNanos);
    }

    /** Whether a datagram may be delivered, which it then is. */
    boolean tryDeliver(long nowNanos) {
        if (dueNanos - toleranceNanos - nowNanos > 0) {
            return false;
        }
        dueNanos = (dueNanos - nowNanos < 0 ? nowNanos : dueNanos) + intervalNanos;
        return true;
    }
}
