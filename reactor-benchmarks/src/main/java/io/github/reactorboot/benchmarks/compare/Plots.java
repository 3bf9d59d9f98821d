package io.github.reactorboot.benchmarks.compare;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;

/** Draws the pictures of a report. */
final class Plots {

    private static final String CPU_AXIS = "server CPU, ns per message";
    private static final List<Metric> PERCENTILES =
            List.of(Metric.P50, Metric.P90, Metric.P99, Metric.P999, Metric.MAX);
    private static final List<String> PERCENTILE_NAMES =
            List.of("p50", "p90", "p99", "p99.9", "max");

    private final Results results;
    private final Path directory;
    private final List<Plot> plots = new ArrayList<>();

    Plots(Results results, Path directory) {
        this.results = results;
        this.directory = directory;
    }

    /** Writes what there are figures for. A Java without fonts draws nothing, and says why. */
    Drawn draw() throws IOException {
        System.setProperty("java.awt.headless", "true");
        plots.clear();
        try {
            for (String scenario : List.of(Scenarios.PLAIN, Scenarios.FRAMED)) {
                bars(scenario, "one message in flight", load -> load.inFlight() == 1);
                bars(scenario, "many messages in flight", load -> load.inFlight() > 1);
            }
            growth();
            latency();
        } catch (LinkageError | InternalError | RuntimeException e) {
            // What a JDK without libfreetype or fontconfig throws differs from place to place.
            return Drawn.nothing("this Java cannot draw (are fonts missing?): " + e);
        }
        return new Drawn(plots, Optional.empty());
    }

    private void bars(String scenario, String which, Predicate<LoadShape> chosen)
            throws IOException {
        List<String> cases =
                results.variants(scenario).stream()
                        .filter(variant -> chosen.test(variant.load()))
                        .map(Variant::name)
                        .toList();
        String title = Scenarios.named(scenario).title() + ", " + which;
        CategoryChart chart = categories(title, "", CPU_AXIS);
        for (Contender contender : results.contenders(scenario)) {
            List<@Nullable Double> figures = new ArrayList<>();
            cases.forEach(name ->
                    figures.add(
                            results.median(
                                    new Series(scenario, name, contender), Metric.SERVER_CPU)));
            if (figures.stream().anyMatch(figure -> figure != null)) {
                chart.addSeries(contender.name(), cases, figures)
                        .setFillColor(PlotStyle.colour(contender));
            }
        }
        save(scenario, chart, chart.getSeriesMap().isEmpty());
    }

    private void growth() throws IOException {
        XYChart chart =
                new XYChartBuilder()
                        .width(PlotStyle.WIDTH)
                        .height(PlotStyle.HEIGHT)
                        .title(Scenarios.named(Scenarios.GROWTH).title())
                        .xAxisTitle("connections")
                        .yAxisTitle(CPU_AXIS)
                        .build();
        PlotStyle.apply(chart.getStyler());
        chart.getStyler().setXAxisLogarithmic(true).setYAxisMin(0.0);
        for (Contender contender : results.contenders(Scenarios.GROWTH)) {
            SortedMap<Double, Double> figures = byConnections(contender);
            if (!figures.isEmpty()) {
                XYSeries series =
                        chart.addSeries(
                                contender.name(),
                                new ArrayList<>(figures.keySet()),
                                new ArrayList<>(figures.values()));
                series.setLineColor(PlotStyle.colour(contender));
                series.setMarkerColor(PlotStyle.colour(contender));
            }
        }
        save(Scenarios.GROWTH, chart, chart.getSeriesMap().isEmpty());
    }

    private SortedMap<Double, Double> byConnections(Contender contender) {
        SortedMap<Double, Double> figures = new TreeMap<>();
        for (Variant variant : results.variants(Scenarios.GROWTH)) {
            Series series = new Series(Scenarios.GROWTH, variant.name(), contender);
            Double figure = results.median(series, Metric.SERVER_CPU);
            if (figure != null) {
                figures.put((double) variant.load().connections(), figure);
            }
        }
        return figures;
    }

    private void latency() throws IOException {
        CategoryChart chart = categories("Latency at half load", "percentile", "microseconds");
        chart.getStyler()
                .setDefaultSeriesRenderStyle(CategorySeries.CategorySeriesRenderStyle.Line)
                .setYAxisLogarithmic(true);
        // Otherwise each line is moved aside, like a bar.
        chart.getStyler().setOverlapped(true);
        for (Contender contender : results.contenders(Scenarios.LATENCY)) {
            Series series = new Series(Scenarios.LATENCY, Scenarios.HALF_LOAD, contender);
            List<@Nullable Double> figures = new ArrayList<>();
            PERCENTILES.forEach(metric -> figures.add(results.median(series, metric)));
            if (!figures.contains(null)) {
                CategorySeries line = chart.addSeries(contender.name(), PERCENTILE_NAMES, figures);
                line.setLineColor(PlotStyle.colour(contender));
                line.setMarkerColor(PlotStyle.colour(contender));
            }
        }
        save(Scenarios.LATENCY, chart, chart.getSeriesMap().isEmpty());
    }

    private static CategoryChart categories(String title, String xAxis, String yAxis) {
        CategoryChart chart =
                new CategoryChartBuilder()
                        .width(PlotStyle.WIDTH)
                        .height(PlotStyle.HEIGHT)
                        .title(title)
                        .xAxisTitle(xAxis)
                        .yAxisTitle(yAxis)
                        .build();
        PlotStyle.apply(chart.getStyler());
        return chart;
    }

    private void save(String scenario, Chart<?, ?> chart, boolean empty) throws IOException {
        if (empty) {
            return;
        }
        String title = chart.getTitle();
        String file = title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-") + ".png";
        // Drawn first: where that fails no empty file is left.
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        BitmapEncoder.saveBitmap(chart, png, BitmapFormat.PNG);
        Files.write(directory.resolve(file), png.toByteArray());
        plots.add(new Plot(scenario, title, file));
    }
}
