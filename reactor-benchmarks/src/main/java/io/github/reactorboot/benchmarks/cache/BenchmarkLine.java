package io.github.reactorboot.benchmarks.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What redis-benchmark says of one test.
 *
 * @param test its name there
 * @param requestsPerSecond how many it got answered
 * @param p50Millis median latency
 * @param p99Millis latency that 1 % exceed
 * @param maxMillis the longest
 */
record BenchmarkLine(
        String test,
        double requestsPerSecond,
        double p50Millis,
        double p99Millis,
        double maxMillis) {

    private static final Pattern CELL = Pattern.compile("\"([^\"]*)\"");

    /**
     * The one result of an output of {@code redis-benchmark --csv}, as version 7 writes it.
     *
     * @throws IllegalArgumentException if there is none, more than one, or another format
     */
    static BenchmarkLine parse(List<String> output) {
        List<List<String>> rows =
                output.stream()
                        .filter(line -> line.startsWith("\""))
                        .map(BenchmarkLine::cells)
                        .toList();
        if (rows.size() != 2) {
            throw new IllegalArgumentException(
                    "not a heading and one result: " + String.join("\n", output));
        }
        List<String> heading = rows.getFirst();
        List<String> row = rows.getLast();
        if (heading.size() != row.size()) {
            throw new IllegalArgumentException(heading + " does not fit " + row);
        }
        return new BenchmarkLine(
                cell(heading, row, "test"),
                number(heading, row, "rps"),
                number(heading, row, "p50_latency_ms"),
                number(heading, row, "p99_latency_ms"),
                number(heading, row, "max_latency_ms"));
    }

    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        Matcher matcher = CELL.matcher(line);
        while (matcher.find()) {
            cells.add(matcher.group(1));
        }
        return cells;
    }

    private static double number(List<String> heading, List<String> row, String column) {
        String text = cell(heading, row, column);
        if (text.equals("inf")) {
            // It divides by what the system's clock says, which may have been set back.
            throw new IllegalArgumentException(
                    column
                            + " is inf: too few requests, or the clock was set meanwhile; try again");
        }
        return Double.parseDouble(text);
    }

    private static String cell(List<String> heading, List<String> row, String column) {
        int index = heading.indexOf(column);
        if (index < 0) {
            throw new IllegalArgumentException("no column " + column + " in " + heading);
        }
        return row.get(index);
    }
}
