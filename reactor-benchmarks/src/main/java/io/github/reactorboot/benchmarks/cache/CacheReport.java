package io.github.reactorboot.benchmarks.cache;

import io.github.reactorboot.benchmarks.report.MachineInfo;
import io.github.reactorboot.benchmarks.report.MarkdownTable;
import io.github.reactorboot.benchmarks.report.Spread;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A run's results for people. */
final class CacheReport {

    private CacheReport() {}

    static String markdown(CacheResult result) {
        MachineInfo machine = result.machine();
        Software software = result.software();
        CacheSettings settings = result.settings();
        return """
        # The sample cache beside Redis

        redis-benchmark with %d connections and values of %d bytes; P is the number of requests that a connection
        sends at a time. Both servers on one processor, the client on another; medians of %d interleaved rounds,
        ratios: sample divided by Redis, the median of the rounds (min .. max). CPU is that of the server, busy its
        share of its processor.

        Commit %s, %s, %s, %s x %d, load %s, %s.
        %s, options %s. Java options %s, flags in effect: %s.

        %s\
        """
                .formatted(
                        settings.clients(),
                        settings.dataSize(),
                        settings.rounds(),
                        machine.commit(),
                        machine.jdk(),
                        machine.kernel(),
                        machine.processor(),
                        machine.processors(),
                        machine.loadAverage(),
                        machine.date(),
                        software.redis(),
                        options(software.redisOptions()),
                        options(software.javaOptions()),
                        options(List.of(software.javaFlags())),
                        table(result.comparisons()));
    }

    static String table(List<Comparison> comparisons) {
        MarkdownTable table =
                new MarkdownTable(
                        List.of(
                                "test",
                                "P",
                                "sample requests/s",
                                "Redis requests/s",
                                "ratio (bar: >= 1)",
                                "sample CPU ns",
                                "Redis CPU ns",
                                "ratio",
                                "busy %",
                                "p99 ms"));
        for (Comparison each : comparisons) {
            table.add(
                    List.of(
                            each.asked().title(),
                            Integer.toString(each.asked().pipeline()),
                            whole(each.sample().requestsPerSecond()),
                            whole(each.redis().requestsPerSecond()),
                            ratio(each.rateRatio())
                                    + (each.rateRatio().median() < 1 ? " MISSED" : ""),
                            whole(each.sample().serverCpuNanosPerRequest()),
                            whole(each.redis().serverCpuNanosPerRequest()),
                            ratio(each.cpuRatio()),
                            "%.0f / %.0f"
                                    .formatted(
                                            each.sample().serverBusyPercent(),
                                            each.redis().serverBusyPercent()),
                            String.format(
                                    Locale.ROOT,
                                    "%.2f / %.2f",
                                    each.sample().p99Millis(),
                                    each.redis().p99Millis())));
        }
        return table.toString();
    }

    private static String options(List<String> options) {
        return options.isEmpty()
                ? "none"
                : options.stream()
                        .map(option -> option.isEmpty() ? "''" : option)
                        .collect(Collectors.joining(" ", "`", "`"));
    }

    private static String whole(double figure) {
        return String.format(Locale.ROOT, "%,.0f", figure);
    }

    private static String ratio(Spread spread) {
        return String.format(Locale.ROOT, "%.2f (%s)", spread.median(), spread.range("%.2f"));
    }
}
