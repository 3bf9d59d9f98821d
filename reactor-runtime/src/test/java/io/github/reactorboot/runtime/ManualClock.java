package io.github.reactorboot.runtime;

import java.time.Duration;

/** A clock that stands still until it is told otherwise. Any thread. */
final class ManualClock implements NanoClock {

    /** Near the overflow of a long: differences are all that counts. */
    private volatile long now = Long.MAX_VALUE - 1_000_000_000L;

    @Override
    public long nanoTime() {
        return now;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // the test's thread alone writes
    void advance(Duration by) {
        now += by.toNanos();
    }
}
