package io.github.reactorboot.benchmarks.compare;

import io.github.reactorboot.benchmarks.report.Spread;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All that was measured in a run; what the result file holds.
 *
 * @param header where and how
 * @param windows in the order in which they ran
 */
record Results(Header header, List<WindowResult> windows) {

    Results {
        windows = List.copyOf(windows);
    }

    /** Names of the scenarios that were run, in order. */
    List<String> scenarios() {
        return windows.stream().map(result -> result.window().scenario()).distinct().toList();
    }

    /** The cases of a scenario, in order. */
    List<Variant> variants(String scenario) {
        return distinct(scenario, Window::variant);
    }

    /** Who took part in a scenario, in order of appearance. */
    List<Contender> contenders(String scenario) {
        return distinct(scenario, Window::contender);
    }

    /** The sound figures of a series by round. */
    Map<Integer, Double> byRound(Series series, Metric metric) {
        Map<Integer, Double> figures = new TreeMap<>();
        for (WindowResult result : windows) {
            Double figure = metric.of(result);
            if (figure != null && result.window().series().equals(series)) {
                figures.put(result.window().round(), figure);
            }
        }
        return figures;
    }

    /** The median over the rounds; null without any figure. */
    @Nullable Double median(Series series, Metric metric) {
        Map<Integer, Double> figures = byRound(series, metric);
        return figures.isEmpty() ? null : Spread.of(figures.values()).median();
    }

    /** How one series stands to another; null if no round has both figures. */
    @Nullable Ratio ratio(Series ours, Series base, Metric metric) {
        return Ratio.of(byRound(ours, metric), byRound(base, metric));
    }

    /** The windows that do not count. */
    List<WindowResult> failures() {
        return windows.stream().filter(result -> result.failure() != null).toList();
    }

    private <T> List<T> distinct(String scenario, Function<Window, T> part) {
        return windows.stream()
                .map(WindowResult::window)
                .filter(window -> window.scenario().equals(scenario))
                .map(part)
                .distinct()
                .toList();
    }
}
