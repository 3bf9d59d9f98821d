package io.github.reactorboot.benchmarks.timers;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Prints what armed timers keep of the heap, or how late they fire. */
@Command(
        name = "timers",
        description = "Measures heap per armed timer, or with --lateness how late timers fire.",
        mixinStandardHelpOptions = true)
public final class TimersCommand implements Callable<Integer> {

    @Option(names = "--lateness", description = "How late timers fire on an idle loop.")
    private boolean lateness;

    @Option(
            names = "--count",
            description = "Timers; by default 1,000,000, with --lateness 1,000.",
            paramLabel = "N")
    private @Nullable Integer count;

    @Option(
            names = "--seconds",
            defaultValue = "5",
            description = "With --lateness: the time over which timers fire (${DEFAULT-VALUE}).",
            paramLabel = "S")
    private int seconds;

    @Option(names = "--json", description = "Prints a JSON array on one line.")
    private boolean json;

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        int timers = count != null ? count : lateness ? 1000 : 1_000_000;
        if (timers < 1 || seconds < 1) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(),
                    "--count and --seconds must be at least 1");
        }
        print(
                lateness
                        ? new TimerLateness(timers, Duration.ofSeconds(seconds)).measure()
                        : new TimerMemory(timers).measure());
        return 0;
    }

    private void print(List<? extends Record> rows) {
        PrintStream out = System.out;
        if (json) {
            out.println(JsonMapper.shared().writeValueAsString(rows));
            return;
        }
        for (Record row : rows) {
            out.println(
                    switch (row) {
                        case MemoryRow memory ->
                                "%-32s %6.1f bytes a timer, %,d armed"
                                        .formatted(
                                                memory.contender(),
                                                memory.bytesPerTimer(),
                                                memory.timers());
                        case LatenessRow late ->
                                "%-32s p50 %8.0f us   p99 %8.0f us   max %8.0f us   %d early"
                                        .formatted(
                                                late.contender(),
                                                late.p50Micros(),
                                                late.p99Micros(),
                                                late.maxMicros(),
                                                late.early());
                        default -> row.toString();
                    });
        }
    }
}
