package io.github.reactorboot.benchmarks.compare;

import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar for whoever sits before a terminal. */
final class ProgressDisplay implements Progress {

    private static final int UPDATE_MILLIS = 500;

    private final ProgressBar bar;

    ProgressDisplay(PrintStream terminal, int total) {
        bar =
                new ProgressBarBuilder()
                        .setTaskName("compare")
                        .setInitialMax(total)
                        .setStyle(ProgressBarStyle.ASCII)
                        .setUpdateIntervalMillis(UPDATE_MILLIS)
                        .setConsumer(new ConsoleProgressBarConsumer(terminal))
                        .build();
    }

    @Override
    public void begins(Window window) {
        bar.setExtraMessage(window.toString());
    }

    @Override
    public void ended(WindowResult result) {
        bar.step();
    }

    @Override
    public void close() {
        bar.close();
    }
}
