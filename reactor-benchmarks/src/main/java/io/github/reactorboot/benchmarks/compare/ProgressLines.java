package io.github.reactorboot.benchmarks.compare;

import java.io.PrintStream;
import java.util.Locale;

/** A line for each window, for logs. */
final class ProgressLines implements Progress {

    private final PrintStream out;
    private final int total;
    private int done;

    ProgressLines(PrintStream out, int total) {
        this.out = out;
        this.total = total;
    }

    @Override
    public void begins(Window window) {
        // Its end is enough of a line.
    }

    @Override
    public void ended(WindowResult result) {
        done++;
        out.printf(
                Locale.ROOT,
                "[%d/%d] %s: %s%n",
                done,
                total,
                result.window(),
                result.failure() == null ? "ok" : "FAILED: " + result.failure());
    }

    @Override
    public void close() {
        out.flush();
    }
}
