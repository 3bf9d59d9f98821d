package io.github.reactorboot.benchmarks.timers;

import org.HdrHistogram.Histogram;

/**
 * How long after their deadlines timers fired.
 *
 * @param contender whose timers they were
 * @param timers how many fired
 * @param early how many of them fired before their deadline; they count as 0 late
 * @param p50Micros half were not later
 * @param p99Micros 99 of 100 were not later
 * @param maxMicros none was later
 */
record LatenessRow(
        String contender,
        long timers,
        int early,
        double p50Micros,
        double p99Micros,
        double maxMicros) {

    static LatenessRow of(String contender, Histogram lateNanos, int early) {
        return new LatenessRow(
                contender,
                lateNanos.getTotalCount(),
                early,
                lateNanos.getValueAtPercentile(50) / 1e3,
                lateNanos.getValueAtPercentile(99) / 1e3,
                lateNanos.getMaxValue() / 1e3);
    }
}
