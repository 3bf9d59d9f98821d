package io.github.reactorboot.benchmarks.start;

import io.github.reactorboot.benchmarks.report.MachineInfo;
import io.github.reactorboot.benchmarks.report.MarkdownTable;
import io.github.reactorboot.benchmarks.report.Spread;
import java.util.List;
import java.util.Locale;

/** A run's results for people. */
final class StartReport {

    static final double BAR_MILLIS = 100;

    private StartReport() {}

    static String markdown(StartResult result) {
        MachineInfo machine = result.machine();
        return """
        # Start of an empty Spring Boot application

        Time from the begin of the JVM to `ApplicationReadyEvent`; medians of %d rounds, added: of the
        differences round by round. Process CPU is counted in steps of 10 ms.

        Commit %s, %s, %s, %s x %d, load %s, %s. Options of the JVM: %s.

        %s
        %s\
        """
                .formatted(
                        result.rounds().size(),
                        machine.commit(),
                        machine.jdk(),
                        machine.kernel(),
                        machine.processor(),
                        machine.processors(),
                        machine.loadAverage(),
                        machine.date(),
                        result.javaOptions().isEmpty()
                                ? "none"
                                : String.join(" ", result.javaOptions()),
                        tables(result),
                        verdict(result));
    }

    static String tables(StartResult result) {
        MarkdownTable starts =
                new MarkdownTable(
                        List.of(
                                "application",
                                "ready ms (fastest)",
                                "main thread CPU ms (least)",
                                "process CPU ms",
                                "classes"));
        for (StartVariant variant : StartVariant.values()) {
            starts.add(
                    List.of(
                            variant.title(),
                            fastest(result.spread(variant, StartFigures::uptimeMillis)),
                            fastest(result.spread(variant, StartFigures::mainThreadCpuMillis)),
                            whole(result.spread(variant, StartFigures::processCpuMillis).median()),
                            whole(result.spread(variant, StartFigures::loadedClasses).median())));
        }
        MarkdownTable added =
                new MarkdownTable(
                        List.of(
                                "added",
                                "ready ms (min .. max)",
                                "main thread CPU ms (min .. max)",
                                "process CPU ms (min .. max)",
                                "classes"));
        for (Added each : result.added()) {
            added.add(
                    List.of(
                            each.variant().title(),
                            spread(each.uptimeMillis()),
                            spread(each.mainThreadCpuMillis()),
                            spread(each.processCpuMillis()),
                            whole(each.loadedClasses().median())));
        }
        return starts + "\n" + added;
    }

    static String verdict(StartResult result) {
        StringBuilder text = new StringBuilder();
        for (Added each : result.added()) {
            double median = each.uptimeMillis().median();
            text.append(
                    String.format(
                            Locale.ROOT,
                            "%s: %+.0f ms, bar %.0f ms, %s%n",
                            each.variant().title(),
                            median,
                            BAR_MILLIS,
                            median <= BAR_MILLIS ? "reached" : "MISSED"));
        }
        return text.toString();
    }

    private static String whole(double figure) {
        return String.format(Locale.ROOT, "%.0f", figure);
    }

    private static String fastest(Spread spread) {
        return whole(spread.median()) + " (" + whole(spread.min()) + ")";
    }

    private static String spread(Spread spread) {
        return String.format(Locale.ROOT, "%+.0f (%s)", spread.median(), spread.range("%+.0f"));
    }
}
