package io.github.reactorboot.benchmarks.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Collection;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** That the benchmarks run to their end, in this JVM and for a moment. They check their results. */
class BenchmarkTests {

    @TempDir Path directory;

    /** Another JMH may run on the machine; for figures that would matter. */
    @BeforeAll
    static void besideOthers() {
        System.setProperty("jmh.ignoreLock", "true");
    }

    @ParameterizedTest
    @CsvSource({
        "FramerBenchmark, 24",
        "TimerScheduleBenchmark, 5",
        "TimerRearmBenchmark, 4",
        "TimerExpiryBenchmark, 3",
        "HandlerBenchmark, 6",
        "CommandRoundTripBenchmark, 2",
        "CommandProducersBenchmark, 2",
        "SessionCommandBenchmark, 2",
    })
    void run(String benchmark, int runs) throws RunnerException {
        OptionsBuilder options = new OptionsBuilder();
        options.include("\\." + benchmark + "\\.")
                .param("armed", "1000")
                .param("engine", "nio")
                .forks(0)
                .warmupIterations(0)
                .measurementIterations(1)
                .measurementTime(TimeValue.milliseconds(10))
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .output(directory.resolve("out").toString());
        Collection<RunResult> results = new Runner(options.build()).run();
        assertThat(results).hasSize(runs);
        assertThat(results)
                .allSatisfy(
                        result -> assertThat(result.getPrimaryResult().getScore()).isPositive());
    }
}
