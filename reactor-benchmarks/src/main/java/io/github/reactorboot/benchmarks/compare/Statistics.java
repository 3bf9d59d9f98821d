package io.github.reactorboot.benchmarks.compare;

import java.util.Collection;

/** The one statistic that is needed. */
final class Statistics {

    private Statistics() {}

    /** The middle value, or the mean of the two in the middle. */
    static double median(Collection<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("nothing has no median");
        }
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
