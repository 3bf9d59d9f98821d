package io.github.reactorboot.benchmarks.report;

import java.io.Console;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** How a run goes on: a bar before a terminal, a line for each finished step elsewhere. */
public final class Progress implements AutoCloseable {

    private static final int UPDATE_MILLIS = 500;

    private final PrintStream err;
    private final int total;
    private final @Nullable ProgressBar bar;
    private int done;

    private Progress(PrintStream err, int total, @Nullable ProgressBar bar) {
        this.err = err;
        this.total = total;
        this.bar = bar;
    }

    /** Of a run of so many steps, told on standard error. */
    public static Progress of(String task, int total) {
        return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false)
                ? bar(System.err, task, total)
                : lines(System.err, total);
    }

    static Progress lines(PrintStream err, int total) {
        return new Progress(err, total, null);
    }

    private static Progress bar(PrintStream err, String task, int total) {
        ProgressBar bar =
                new ProgressBarBuilder()
                        .setTaskName(task)
                        .setInitialMax(total)
                        .setStyle(ProgressBarStyle.ASCII)
                        .setUpdateIntervalMillis(UPDATE_MILLIS)
                        .setConsumer(new ConsoleProgressBarConsumer(err))
                        .build();
        return new Progress(err, total, bar);
    }

    /** A step is done, and what came of it. */
    public void done(String what) {
        done++;
        if (bar == null) {
            err.printf(Locale.ROOT, "[%d/%d] %s%n", done, total, what);
        } else {
            bar.setExtraMessage(" " + what);
            bar.step();
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
