package io.github.reactorboot.benchmarks.load;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Percentiles of how long messages took, in microseconds.
 *
 * @param count messages that were measured
 */
public record Latency(
        double p50Micros,
        double p90Micros,
        double p99Micros,
        double p999Micros,
        double maxMicros,
        long count) {

    private static final double NANOS_PER_MICRO = 1000;

    /** Of a histogram of nanoseconds; null if nothing was measured. */
    static @Nullable Latency of(Histogram nanos) {
        if (nanos.getTotalCount() == 0) {
            return null;
        }
        return new Latency(
                micros(nanos, 50),
                micros(nanos, 90),
                micros(nanos, 99),
                micros(nanos, 99.9),
                micros(nanos, 100),
                nanos.getTotalCount());
    }

    private static double micros(Histogram nanos, double percentile) {
        return nanos.getValueAtPercentile(percentile) / NANOS_PER_MICRO;
    }
}
