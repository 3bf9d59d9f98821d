package io.github.reactorboot.benchmarks.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** Rows and columns of text. */
public final class MarkdownTable {

    private final List<List<String>> rows = new ArrayList<>();

    /** Without rows yet. */
    public MarkdownTable(List<String> headings) {
        rows.add(List.copyOf(headings));
        rows.add(Collections.nCopies(headings.size(), "---"));
    }

    /** Adds a row. */
    public void add(List<String> cells) {
        rows.add(List.copyOf(cells));
    }

    /** Returns whether there is no row yet. */
    public boolean isEmpty() {
        return rows.size() == 2;
    }

    @Override
    public String toString() {
        return rows.stream().map(MarkdownTable::line).collect(Collectors.joining());
    }

    private static String line(List<String> cells) {
        return cells.stream()
                .map(cell -> cell.replace("|", "\\|"))
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
