package io.github.reactorboot.autoconfigure.metrics;

import io.github.reactorboot.runtime.NanoClock;

/**
 * The share of the recent past that an event loop has worked. Looks back 10 seconds, or to the look
 * before that, however often and by however many it is asked: a second reader takes nothing away
 * from the first. Any thread.
 */
public final class LoopUtilization {

    private static final long WINDOW_NANOS = 10_000_000_000L;

    private final NanoClock clock;
    private Sample past;
    private Sample recent;

    private record Sample(long nanos, long busyNanos) {}

    /**
     * Begins to look at a loop.
     *
     * @param busyNanos for how long the loop has worked so far
     */
    public LoopUtilization(NanoClock clock, long busyNanos) {
        this.clock = clock;
        this.recent = new Sample(clock.nanoTime(), busyNanos);
        this.past = recent;
    }

    /**
     * The share of time, 0 to 1.
     *
     * @param busyNanos for how long the loop has worked by now
     */
    public synchronized double with(long busyNanos) {
        Sample now = new Sample(clock.nanoTime(), busyNanos);
        if (now.nanos() - recent.nanos() >= WINDOW_NANOS) {
            past = recent;
            recent = now;
        }
        long elapsed = now.nanos() - past.nanos();
        if (elapsed <= 0) {
            return 0;
        }
        double share = (double) (busyNanos - past.busyNanos()) / elapsed;
        return Math.max(0, Math.min(1, share));
    }
}
