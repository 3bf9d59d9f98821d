package io.github.reactorboot.benchmarks.compare;

import io.github.reactorboot.benchmarks.process.ChildFailure;
import io.github.reactorboot.benchmarks.report.Progress;
import io.github.reactorboot.benchmarks.report.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/** Runs the windows of a plan one after the other. A failed window does not end the run. */
final class Runner {

    private final WindowRunner windowRunner;
    private final Progress progress;
    private final Header header;

    /** Is given all results so far, whenever a scenario has ended. */
    private final Consumer<Results> keeper;

    Runner(WindowRunner windowRunner, Progress progress, Header header, Consumer<Results> keeper) {
        this.windowRunner = windowRunner;
        this.progress = progress;
        this.header = header;
        this.keeper = keeper;
    }

    Results run(List<Window> windows) throws InterruptedException {
        List<WindowResult> done = new ArrayList<>();
        for (Window window : windows) {
            if (!done.isEmpty() && !isOfSameScenario(done.getLast().window(), window)) {
                keeper.accept(new Results(header, done));
            }
            progress.begins(window.toString());
            WindowResult result = run(window, done);
            done.add(result);
            progress.done(result.window() + ": " + outcome(result));
        }
        Results results = new Results(header, done);
        keeper.accept(results);
        return results;
    }

    private static String outcome(WindowResult result) {
        return result.failure() == null ? "ok" : "FAILED: " + result.failure();
    }

    private WindowResult run(Window window, List<WindowResult> done) throws InterruptedException {
        Window atRate = window;
        String maximum = window.variant().halfOf();
        if (maximum != null) {
            OptionalDouble lowest = lowestRate(window.scenario(), maximum, done);
            if (lowest.isEmpty()) {
                return WindowResult.failed(window, "no rate was measured to take half of");
            }
            atRate = window.atRate((double) Math.round(lowest.getAsDouble() / 2));
        }
        try {
            return windowRunner.run(atRate);
        } catch (ChildFailure e) {
            return WindowResult.failed(atRate, String.valueOf(e.getMessage()));
        }
    }

    /** What the slowest contender reached in a case. */
    private OptionalDouble lowestRate(String scenario, String variant, List<WindowResult> done) {
        Results results = new Results(header, done);
        return results.contenders(scenario).stream()
                .map(contender -> new Series(scenario, variant, contender))
                .map(series -> results.byRound(series, Metric.RATE).values())
                .filter(rates -> !rates.isEmpty())
                .mapToDouble(figures -> Spread.of(figures).median())
                .min();
    }

    private static boolean isOfSameScenario(Window one, Window other) {
        return one.scenario().equals(other.scenario());
    }
}
