package io.github.reactorboot.benchmarks.compare;

import static io.github.reactorboot.benchmarks.compare.Contender.NETTY;
import static io.github.reactorboot.benchmarks.compare.Contender.NIO;
import static io.github.reactorboot.benchmarks.compare.Contender.REACTOR;

import java.util.ArrayList;
import java.util.List;

/** The project's performance bar, as far as a run has figures for it. */
final class Bar {

    private static final String EPOLL = "epoll";
    private static final String IO_URING = "io_uring";

    /**
     * The client is the limit above the one while the server is below the other; the rest are
     * pauses and timer ticks.
     */
    private static final double CLIENT_FULL_PERCENT = 95;

    private static final double SERVER_FULL_PERCENT = 90;

    /** What rounds to 0.00: fewer than one small object in a thousand messages. */
    private static final double NO_BYTES = 0.005;

    private final Results results;
    private final Disturbance disturbance;
    private final List<BarRow> rows = new ArrayList<>();

    Bar(Results results) {
        this.results = results;
        disturbance = new Disturbance(results);
    }

    /** In the order of the catalogue. */
    List<BarRow> rows() {
        rows.clear();
        plain();
        framed();
        annotated();
        accept();
        memory();
        growth();
        latency();
        allocation();
        return List.copyOf(rows);
    }

    private void plain() {
        for (Series series : series(Scenarios.PLAIN, REACTOR)) {
            if (variant(series).load().inFlight() == 1) {
                double limit = series.contender().engine().equals(EPOLL) ? 0.95 : 1.0;
                ratio(series, NETTY, Metric.SERVER_CPU, Limit.atMost(limit));
                ratio(series, Contender.C, Metric.SERVER_CPU, Limit.atMost(1.05));
            }
        }
    }

    private void framed() {
        for (Series series : series(Scenarios.FRAMED, REACTOR)) {
            if (variant(series).load().inFlight() == 1) {
                continue;
            }
            double times = series.contender().engine().equals(IO_URING) ? 2.7 : 3;
            ratio(series, NETTY, Metric.SERVER_CPU, Limit.atMost(1 / times));
            ratio(series, NETTY, Metric.RATE, Limit.atLeast(times));
            if (series.contender().engine().equals(NIO)) {
                // The bare loop is one of this transport.
                ratio(series, Contender.SELECTOR, Metric.SERVER_CPU, Limit.atMost(1.1));
            }
        }
    }

    private void annotated() {
        for (Series series : series(Scenarios.ANNOTATED, Contender.SPRING)) {
            ratio(series, REACTOR, Metric.SERVER_CPU, Limit.atMost(1.05));
        }
    }

    private void accept() {
        for (Series series : series(Scenarios.ACCEPT, REACTOR)) {
            ratio(series, NETTY, Metric.RATE, Limit.atLeast(1.5));
        }
    }

    private void memory() {
        for (Series series : series(Scenarios.MEMORY, REACTOR)) {
            double limit = series.contender().engine().equals(NIO) ? 1024 : 600;
            figure(series, Metric.HEAP, Limit.atMost(limit));
        }
    }

    private void growth() {
        List<Series> all = series(Scenarios.GROWTH, REACTOR);
        int most = all.stream().mapToInt(this::connections).max().orElse(0);
        for (Series series : all) {
            if (connections(series) == most) {
                own(series, Metric.SERVER_CPU, Limit.atMost(1.5));
            }
        }
    }

    private void latency() {
        for (Series series : series(Scenarios.LATENCY, REACTOR)) {
            if (series.variant().equals(Scenarios.HALF_LOAD)) {
                for (Metric metric : List.of(Metric.P50, Metric.P99, Metric.P999)) {
                    ratio(series, NETTY, metric, Limit.atMost(1.0));
                }
            } else if (series.variant().equals(Scenarios.SPIN)) {
                own(series, Metric.P50, Limit.atMost(0.5));
            }
        }
    }

    private void allocation() {
        for (String kind : List.of(REACTOR, Contender.SPRING)) {
            for (Series series : series(Scenarios.ALLOCATION, kind)) {
                Double bytes = results.median(series, Metric.ALLOCATED);
                if (bytes != null) {
                    Verdict verdict = Verdict.of(bytes < NO_BYTES);
                    rows.add(figure(series, Metric.ALLOCATED, bytes, "0", verdict));
                }
            }
        }
    }

    private void ratio(Series ours, String kind, Metric metric, Limit limit) {
        ratio(ours, ours.contender().as(kind), metric, limit);
    }

    private void ratio(Series ours, Contender peer, Metric metric, Limit limit) {
        judge(ours, ours.of(peer), peer.name(), metric, limit);
    }

    /** Beside the same contender's case that this one is compared with. */
    private void own(Series series, Metric metric, Limit limit) {
        String base = variant(series).comparedWith();
        if (base != null) {
            judge(series, series.in(base), base, metric, limit);
        }
    }

    private void judge(Series ours, Series base, String baseName, Metric metric, Limit limit) {
        Ratio ratio = results.ratio(ours, base, metric);
        if (ratio == null) {
            return;
        }
        Verdict verdict = Verdict.of(limit.isReachedBy(ratio.median()));
        if (verdict == Verdict.NOT_REACHED && metric == Metric.RATE && isClientTheLimit(ours)) {
            verdict = Verdict.CLIENT_LIMITED;
        }
        String what = what(ours, metric) + " / " + baseName;
        boolean disturbed = disturbance.isIn(ours) || disturbance.isIn(base);
        rows.add(new BarRow(what, ratio.text(), limit.text(), verdict, disturbed));
    }

    private void figure(Series series, Metric metric, Limit limit) {
        Double median = results.median(series, metric);
        if (median != null) {
            Verdict verdict = Verdict.of(limit.isReachedBy(median));
            rows.add(figure(series, metric, median, limit.text(), verdict));
        }
    }

    /** Of what does not depend on the processors. */
    private static BarRow figure(
            Series series, Metric metric, double figure, String bar, Verdict verdict) {
        return new BarRow(what(series, metric), Numbers.text(figure), bar, verdict, false);
    }

    private boolean isClientTheLimit(Series series) {
        Double client = results.median(series, Metric.CLIENT_BUSY);
        Double server = results.median(series, Metric.SERVER_BUSY);
        return client != null
                && server != null
                && client >= CLIENT_FULL_PERCENT
                && server < SERVER_FULL_PERCENT;
    }

    private static String what(Series series, Metric metric) {
        String heading = metric.label(Scenarios.named(series.scenario()).unit());
        return "%s, %s: %s, %s"
                .formatted(series.scenario(), series.variant(), heading, series.contender());
    }

    private List<Series> series(String scenario, String kind) {
        List<Contender> ours =
                results.contenders(scenario).stream().filter(each -> each.is(kind)).toList();
        return results.variants(scenario).stream()
                .flatMap(variant ->
                        ours.stream().map(each -> new Series(scenario, variant.name(), each)))
                .toList();
    }

    private int connections(Series series) {
        return variant(series).load().connections();
    }

    private Variant variant(Series series) {
        return results.variants(series.scenario()).stream()
                .filter(variant -> variant.name().equals(series.variant()))
                .findFirst()
                .orElseThrow();
    }
}
