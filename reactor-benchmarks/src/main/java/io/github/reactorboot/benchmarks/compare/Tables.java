package io.github.reactorboot.benchmarks.compare;

import io.github.reactorboot.benchmarks.report.MarkdownTable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The tables of one scenario. */
final class Tables {

    private final Results results;
    private final Scenario scenario;
    private final List<Contender> contenders;

    Tables(Results results, Scenario scenario) {
        this.results = results;
        this.scenario = scenario;
        contenders = results.contenders(scenario.name());
    }

    /** The medians of all figures over the rounds. */
    MarkdownTable medians() {
        MarkdownTable table = table("contender", scenario.metrics());
        for (Variant variant : variants()) {
            for (Contender contender : contenders) {
                addRow(
                        table,
                        variant,
                        contender.name(),
                        scenario.metrics(),
                        metric -> Numbers.text(results.median(series(variant, contender), metric)));
            }
        }
        return table;
    }

    /** Ours beside the peers. */
    MarkdownTable ratios() {
        MarkdownTable table = table("ratio", compared());
        for (Variant variant : variants()) {
            for (Pair pair : Pair.among(contenders)) {
                addRow(
                        table,
                        variant,
                        pair.toString(),
                        compared(),
                        metric ->
                                ratio(
                                        series(variant, pair.ours()),
                                        series(variant, pair.peer()),
                                        metric));
            }
        }
        return table;
    }

    /** Each contender in one case beside itself in another. */
    MarkdownTable ownRatios() {
        MarkdownTable table = table("contender", compared());
        for (Variant variant : variants()) {
            String base = variant.comparedWith();
            if (base == null) {
                continue;
            }
            for (Contender contender : contenders) {
                Series series = series(variant, contender);
                addRow(
                        table,
                        variant.named(variant.name() + " / " + base),
                        contender.name(),
                        compared(),
                        metric -> ratio(series, series.in(base), metric));
            }
        }
        return table;
    }

    private MarkdownTable table(String second, List<Metric> metrics) {
        List<String> headings = new ArrayList<>(List.of("case", second));
        metrics.forEach(metric -> headings.add(metric.label(scenario.unit())));
        return new MarkdownTable(headings);
    }

    /** Leaves out what was not measured at all. */
    private static void addRow(
            MarkdownTable table,
            Variant variant,
            String who,
            List<Metric> metrics,
            Function<Metric, String> text) {
        List<String> figures = metrics.stream().map(text).toList();
        if (figures.stream().anyMatch(figure -> !figure.equals(Numbers.NONE))) {
            List<String> cells = new ArrayList<>(List.of(variant.name(), who));
            cells.addAll(figures);
            table.add(cells);
        }
    }

    private String ratio(Series ours, Series base, Metric metric) {
        Ratio ratio = results.ratio(ours, base, metric);
        return ratio == null ? Numbers.NONE : ratio.text();
    }

    private List<Metric> compared() {
        return scenario.metrics().stream().filter(metric -> !metric.isOfWindow()).toList();
    }

    private List<Variant> variants() {
        return results.variants(scenario.name());
    }

    private Series series(Variant variant, Contender contender) {
        return new Series(scenario.name(), variant.name(), contender);
    }
}
