package io.github.reactorboot.benchmarks.compare;

import io.github.reactorboot.benchmarks.report.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How two series stand to each other. Ratios are formed within each round first: a machine that
 * slows down from round to round does not move them.
 *
 * @param median of the rounds' ratios
 * @param min the least of them
 * @param max the greatest of them
 * @param rounds how many had both figures
 */
record Ratio(double median, double min, double max, int rounds) {

    /** Of figures by round; null if no round has both. */
    static @Nullable Ratio of(Map<Integer, Double> figures, Map<Integer, Double> bases) {
        List<Double> ratios = new ArrayList<>();
        figures.forEach((round, figure) -> {
            Double base = bases.get(round);
            if (base != null && base != 0) {
                ratios.add(figure / base);
            }
        });
        if (ratios.isEmpty()) {
            return null;
        }
        Spread spread = Spread.of(ratios);
        return new Ratio(spread.median(), spread.min(), spread.max(), ratios.size());
    }

    /** The median with the spread, if there is one. */
    String text() {
        if (rounds == 1) {
            return String.format(Locale.ROOT, "%.3f", median);
        }
        return String.format(Locale.ROOT, "%.3f (%.3f..%.3f)", median, min, max);
    }
}
