package io.github.reactorboot.autoconfigure.metrics;

import io.github.reactorboot.runtime.EventLoop;
import io.github.reactorboot.runtime.LoopStats;
import io.github.reactorboot.runtime.NanoClock;

/** The figures of one event loop, fit for counters: they never fall. Any thread. */
final class LoopSeries {

    private final String runtime;
    private final EventLoop loop;
    private final LoopUtilization utilization;

    private long busyNanos;

    LoopSeries(String runtime, EventLoop loop) {
        this.runtime = runtime;
        this.loop = loop;
        this.utilization = new LoopUtilization(NanoClock.SYSTEM, loop.stats().busyNanos());
    }

    String runtime() {
        return runtime;
    }

    String name() {
        return loop.name();
    }

    LoopStats stats() {
        return loop.stats();
    }

    double utilization() {
        return utilization.with(busyNanos());
    }

    /**
     * A loop tells the end of a turn in several steps; between two of them its time seems to be
     * less.
     */
    synchronized long busyNanos() {
        busyNanos = Math.max(busyNanos, loop.stats().busyNanos());
        return busyNanos;
    }
}
