package io.github.reactorboot.benchmarks.report;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
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
        // A bar that redraws itself is noise in a log.
        return isTerminal() && System.getenv("CI") == null
                ? bar(System.err, task, total)
                : lines(System.err, total);
    }

    /** A line for each finished step, for logs. */
    public static Progress lines(PrintStream err, int total) {
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

    /** Of standard error, which the JDK does not tell. */
    private static boolean isTerminal() {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException e) {
            // Another system than Linux.
            return false;
        }
    }

    /** A step begins; in a log, its end is enough of a line. */
    public void begins(String what) {
        if (bar != null) {
            bar.setExtraMessage(" " + what);
        }
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
