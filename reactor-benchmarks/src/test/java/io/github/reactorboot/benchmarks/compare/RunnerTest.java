package io.github.reactorboot.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.benchmarks.process.ChildFailure;
import io.github.reactorboot.benchmarks.report.Progress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RunnerTest {

    private final List<Window> ran = new ArrayList<>();
    private final List<Integer> kept = new ArrayList<>();

    private final ByteArrayOutputStream told = new ByteArrayOutputStream();

    @Test
    void aFailedWindowIsRecordedAndTheRunGoesOn() throws Exception {
        Results results =
                run(
                        List.of(Scenarios.ACCEPT),
                        window -> {
                            if (window.contender().is(Contender.NETTY)) {
                                throw new ChildFailure("it died");
                            }
                            return WindowResult.of(window, Sample.load(10, 5, 0));
                        });
        assertThat(results.windows()).hasSize(3);
        assertThat(results.failures())
                .singleElement()
                .satisfies(failed -> assertThat(failed.failure()).isEqualTo("it died"));
        assertThat(told.toString(StandardCharsets.UTF_8).lines())
                .satisfiesExactly(
                        line -> assertThat(line).matches("\\[1/3] .*reactor-nio.*: ok"),
                        line -> assertThat(line).matches("\\[2/3] .*netty-nio.*: FAILED: it died"),
                        line -> assertThat(line).matches("\\[3/3] .*selector.*: ok"));
    }

    @Test
    void anUnsoundWindowHasNoFigures() throws Exception {
        Results results =
                run(
                        List.of(Scenarios.ACCEPT),
                        window -> WindowResult.of(window, Sample.load(10, 5, 3)));
        Series series = results.windows().getFirst().window().series();
        assertThat(results.failures()).hasSize(3);
        assertThat(results.windows().getFirst().failure()).contains("3 errors");
        assertThat(results.median(series, Metric.RATE)).isNull();
    }

    @Test
    void theOpenLoopTakesHalfOfTheSlowestMaximum() throws Exception {
        Map<String, Double> rates =
                Map.of("reactor-nio", 1000.0, "netty-nio", 601.0, "selector", 900.0);
        run(
                List.of(Scenarios.LATENCY),
                window ->
                        WindowResult.of(
                                window, Sample.load(rates.get(window.contender().name()), 5, 0)));
        assertThat(ran.stream().filter(window -> window.variant().halfOf() != null))
                .hasSize(3)
                .allSatisfy(window -> assertThat(window.rate()).isEqualTo(301.0));
        assertThat(ran.stream().filter(window -> window.variant().halfOf() == null))
                .allSatisfy(window -> assertThat(window.rate()).isNull());
    }

    @Test
    void withoutAMaximumThereIsNoHalf() throws Exception {
        Results results =
                run(
                        List.of(Scenarios.LATENCY),
                        window -> {
                            throw new ChildFailure("it died");
                        });
        assertThat(results.failures()).hasSize(8);
        assertThat(results.failures().get(3).failure()).contains("no rate was measured");
    }

    @Test
    void resultsAreKeptAfterEachScenario() throws Exception {
        run(
                List.of(Scenarios.ACCEPT, Scenarios.FAN_OUT),
                window -> WindowResult.of(window, Sample.load(10, 5, 0)));
        assertThat(kept).containsExactly(3, 6);
    }

    private Results run(List<String> scenarios, WindowRunner windowRunner) throws Exception {
        List<Scenario> chosen =
                new Scenarios(true)
                        .all().stream()
                                .filter(scenario -> scenarios.contains(scenario.name()))
                                .toList();
        List<Contender> contenders =
                Stream.of("reactor-nio", "netty-nio", "selector").map(Contender::named).toList();
        WindowRunner recording =
                window -> {
                    ran.add(window);
                    return windowRunner.run(window);
                };
        List<Window> windows = new Plan(chosen, contenders, 1).windows();
        PrintStream log = new PrintStream(told, true, StandardCharsets.UTF_8);
        try (Progress progress = Progress.lines(log, windows.size())) {
            return new Runner(
                            recording,
                            progress,
                            Sample.header(Map.of()),
                            results -> kept.add(results.windows().size()))
                    .run(windows);
        }
    }
}
