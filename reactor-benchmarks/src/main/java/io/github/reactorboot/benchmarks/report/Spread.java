package io.github.reactorboot.benchmarks.report;

import java.util.Collection;
import java.util.Locale;

/**
 * Figures of several rounds.
 *
 * @param median the middle one, or the mean of the two in the middle
 * @param min the least
 * @param max the greatest
 */
public record Spread(double median, double min, double max) {

    /**
     * Of some figures.
     *
     * @throws IllegalArgumentException if there are none
     */
    public static Spread of(Collection<Double> figures) {
        if (figures.isEmpty()) {
            throw new IllegalArgumentException("nothing has no median");
        }
        double[] sorted = figures.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        double median =
                sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }

    /** The least and the greatest, each in a format of {@link String#format}. */
    public String range(String format) {
        return String.format(Locale.ROOT, format + " .. " + format, min, max);
    }
}
