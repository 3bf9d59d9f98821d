package io.github.reactorboot.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanTest {

    private static final List<Contender> ALL =
            Stream.of(
                            "reactor-nio",
                            "spring-nio",
                            "netty-nio",
                            "reactor-epoll",
                            "netty-epoll",
                            "c-epoll",
                            "selector")
                    .map(Contender::named)
                    .toList();

    @Test
    void contendersTakeTurnsAndAnotherOneBeginsEachRound() {
        List<Contender> three =
                Stream.of("reactor-nio", "netty-nio", "selector").map(Contender::named).toList();
        Plan plan = new Plan(scenarios(false, Scenarios.ACCEPT), three, 4);
        assertThat(plan.windows())
                .map(window -> window.round() + " " + window.contender())
                .containsExactly(
                        "1 reactor-nio",
                        "1 netty-nio",
                        "1 selector",
                        "2 netty-nio",
                        "2 selector",
                        "2 reactor-nio",
                        "3 selector",
                        "3 reactor-nio",
                        "3 netty-nio",
                        "4 reactor-nio",
                        "4 netty-nio",
                        "4 selector");
    }

    @Test
    void casesThatAreComparedRunInTheSameTurn() {
        Plan plan = new Plan(scenarios(true, Scenarios.GROWTH), ALL.subList(0, 1), 2);
        assertThat(plan.windows())
                .map(window -> window.round() + " " + window.variant().name())
                .containsExactly("1 C=50", "1 C=1000", "2 C=50", "2 C=1000");
    }

    @Test
    void onlyThoseRunThatAScenarioIsAbout() {
        assertThat(contenders(false, Scenarios.ANNOTATED))
                .isEqualTo("reactor-nio spring-nio reactor-epoll");
        assertThat(contenders(false, Scenarios.PLAIN))
                .isEqualTo("reactor-nio netty-nio reactor-epoll netty-epoll c-epoll selector");
        assertThat(contenders(false, Scenarios.MEMORY))
                .isEqualTo("reactor-nio netty-nio reactor-epoll netty-epoll selector");
        assertThat(contenders(false, Scenarios.FAN_OUT))
                .isEqualTo("reactor-nio netty-nio reactor-epoll netty-epoll selector");
        assertThat(contenders(false, Scenarios.ALLOCATION))
                .isEqualTo("reactor-nio spring-nio netty-nio reactor-epoll netty-epoll");
    }

    @Test
    void quickKeepsToTheFirstTransportExceptForOnePlainAndOneFramedCase() {
        assertThat(contenders(true, Scenarios.GROWTH)).isEqualTo("reactor-nio netty-nio selector");
        for (String scenario : List.of(Scenarios.PLAIN, Scenarios.FRAMED)) {
            assertThat(contenders(true, scenario))
                    .isEqualTo("reactor-nio netty-nio reactor-epoll netty-epoll c-epoll selector");
            assertThat(
                            new Plan(scenarios(true, scenario), ALL, 1)
                                    .windows().stream()
                                            .filter(window ->
                                                    window.contender().engine().equals("epoll")))
                    .hasSize(3);
        }
    }

    @Test
    void quickHasEveryScenarioWithFewerWindows() {
        assertThat(new Scenarios(true).all())
                .map(Scenario::name)
                .isEqualTo(new Scenarios(false).all().stream().map(Scenario::name).toList());
        int full = new Plan(new Scenarios(false).all(), ALL, 1).windows().size();
        int quick = new Plan(new Scenarios(true).all(), ALL, 1).windows().size();
        assertThat(quick).isLessThan(full / 2 + 1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyComparedCaseIsInItsBlockAndEveryRateComesFromAnEarlierCase(boolean quick) {
        for (Scenario scenario : new Scenarios(quick).all()) {
            List<String> earlier = new ArrayList<>();
            for (Block block : scenario.blocks()) {
                List<String> names = block.variants().stream().map(Variant::name).toList();
                for (Variant variant : block.variants()) {
                    if (variant.comparedWith() != null) {
                        assertThat(names).contains(variant.comparedWith());
                    }
                    if (variant.halfOf() != null) {
                        assertThat(earlier).contains(variant.halfOf());
                    }
                }
                assertThat(earlier).doesNotContainAnyElementsOf(names);
                earlier.addAll(names);
            }
        }
    }

    private static String contenders(boolean quick, String scenario) {
        return new Plan(scenarios(quick, scenario), ALL, 1)
                .windows().stream()
                        .map(window -> window.contender().name())
                        .distinct()
                        .sorted(Comparator.comparing(name -> ALL.indexOf(Contender.named(name))))
                        .collect(Collectors.joining(" "));
    }

    private static List<Scenario> scenarios(boolean quick, String name) {
        return new Scenarios(quick)
                .all().stream().filter(scenario -> scenario.name().equals(name)).toList();
    }
}
