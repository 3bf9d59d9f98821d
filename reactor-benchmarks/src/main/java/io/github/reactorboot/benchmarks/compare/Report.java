package io.github.reactorboot.benchmarks.compare;

import io.github.reactorboot.benchmarks.report.MachineInfo;
import io.github.reactorboot.benchmarks.report.MarkdownTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The results of a run for people to read. */
final class Report {

    private static final String NAME = "report.md";
    private static final int REASON_LINES = 3;

    private final Results results;
    private final Header header;
    private final Drawn plots;
    private final StringBuilder text = new StringBuilder();

    /**
     * Of these results.
     *
     * @param plots what was drawn of them
     */
    Report(Results results, Drawn plots) {
        this.results = results;
        this.plots = plots;
        header = results.header();
    }

    /** Writes the report, with its plots beside it; returns the file. */
    static Path write(Results results, Path directory) throws IOException {
        Drawn drawn = new Plots(results, directory).draw();
        Path file = directory.resolve(NAME);
        Files.writeString(file, new Report(results, drawn).text());
        return file;
    }

    String text() {
        text.setLength(0);
        text.append("# Comparison\n\n");
        writeHeader();
        writeFailures();
        writeBar();
        results.scenarios().forEach(this::writeScenario);
        writeLeftOut();
        return text.toString();
    }

    private void writeHeader() {
        MachineInfo machine = header.machine();
        MarkdownTable table = new MarkdownTable(List.of("what", "value"));
        table.add(List.of("date", machine.date()));
        table.add(List.of("commit", machine.commit()));
        table.add(List.of("JDK", machine.jdk()));
        table.add(List.of("kernel", machine.kernel()));
        table.add(List.of("processor", machine.processors() + " x " + machine.processor()));
        table.add(List.of("load average before", machine.loadAverage()));
        table.add(List.of("command line", String.join(" ", header.arguments())));
        table.add(List.of("JVM options of the servers", orNone(header.javaOptions())));
        Timing timing = header.timing();
        table.add(
                List.of(
                        "windows",
                        "rounds: %d; each window %d s after %d s of warm-up"
                                .formatted(
                                        header.rounds(),
                                        timing.seconds(),
                                        timing.warmupSeconds())));
        table.add(
                List.of(
                        "processors",
                        header.pinned()
                                ? "one for the server, another for the client"
                                : "as the system likes: **not pinned**"));
        text.append(table);
        if (header.quick()) {
            text.append("\nA quick run is a smoke test: its windows are too short to judge by.\n");
        }
        text.append(
                """

                Figures are medians over the rounds. Ratios are formed within each round, and their median counts; \
                the least and the greatest stand in brackets.
                """);
        plots.obstacle().ifPresent(why -> text.append("\nNo plots: ").append(why).append('\n'));
    }

    private void writeFailures() {
        List<WindowResult> failures = results.failures();
        if (failures.isEmpty()) {
            return;
        }
        text.append("\n## Failed windows\n\n");
        for (WindowResult result : failures) {
            text.append("- %s:%n".formatted(result.window()));
            writeIndented(String.valueOf(result.failure()));
        }
    }

    private void writeBar() {
        List<BarRow> rows = new Bar(results).rows();
        if (rows.isEmpty()) {
            return;
        }
        MarkdownTable table = new MarkdownTable(List.of("what", "measured", "bar", "verdict"));
        for (BarRow row : rows) {
            table.add(List.of(row.what(), row.figure(), row.bar(), row.conclusion()));
        }
        text.append("\n## The bar\n\n").append(table);
        if (rows.stream().anyMatch(BarRow::disturbed)) {
            text.append('\n').append(Disturbance.MEANING).append('\n');
        }
    }

    private void writeScenario(String name) {
        Scenario scenario = Scenarios.named(name);
        text.append("\n## ").append(scenario.title()).append("\n");
        Tables tables = new Tables(results, scenario);
        writeTable("", tables.medians());
        writeTable("Ratios:", tables.ratios());
        writeTable("Each contender beside itself:", tables.ownRatios());
        if (name.equals(Scenarios.LATENCY)) {
            writeRates();
        }
        for (Plot plot : plots.of(name)) {
            text.append("\n![%s](%s)%n".formatted(plot.title(), plot.file()));
        }
    }

    private void writeTable(String heading, MarkdownTable table) {
        if (table.isEmpty()) {
            return;
        }
        text.append('\n');
        if (!heading.isEmpty()) {
            text.append(heading).append("\n\n");
        }
        text.append(table);
    }

    /** The rate that was offered belongs to the percentiles. */
    private void writeRates() {
        results.windows().stream()
                .map(WindowResult::window)
                .filter(window -> window.rate() != null)
                .findFirst()
                .ifPresent(window ->
                        text.append(
                                "%nOffered at %s: %s messages/s, half of what the slowest reached.%n"
                                        .formatted(
                                                window.variant().name(),
                                                Numbers.text(window.rate()))));
    }

    private void writeLeftOut() {
        if (header.leftOut().isEmpty()) {
            return;
        }
        text.append("\n## Contenders that cannot run here\n\n");
        for (Map.Entry<String, String> each : new TreeMap<>(header.leftOut()).entrySet()) {
            text.append("- ").append(each.getKey()).append(":\n");
            // The reason comes first, the usage of the command after it is of no use here.
            writeIndented(
                    each.getValue().lines().limit(REASON_LINES).collect(Collectors.joining("\n")));
        }
    }

    /** A code block within a list. */
    private void writeIndented(String lines) {
        text.append('\n').append(lines.strip().indent(6)).append('\n');
    }

    private static String orNone(List<String> options) {
        return options.isEmpty() ? "none" : String.join(" ", options);
    }
}
