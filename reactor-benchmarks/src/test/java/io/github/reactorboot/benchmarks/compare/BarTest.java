package io.github.reactorboot.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The transports other than nio; {@link ReportTest} has the rest. */
class BarTest {

    private static final Map<String, Double> PLAIN = new LinkedHashMap<>();

    static {
        PLAIN.put("reactor-epoll", 5_700.0);
        PLAIN.put("reactor-io_uring", 5_700.0);
        PLAIN.put("netty-epoll", 6_000.0);
        PLAIN.put("netty-io_uring", 5_700.0);
        PLAIN.put("c-epoll", 5_700.0);
        PLAIN.put("c-io_uring", 5_000.0);
    }

    @Test
    void plainEchoIsJudgedByNettyAndByTheYardstick() {
        assertThat(rows("plain", ServerShape.RAW, LoadShape.echo(50, 1), PLAIN))
                .containsExactly(
                        "reactor-epoll / netty-epoll 0.950 <= 0.950 reached",
                        "reactor-epoll / c-epoll 1.000 <= 1.050 reached",
                        "reactor-io_uring / netty-io_uring 1.000 <= 1.000 reached",
                        "reactor-io_uring / c-io_uring 1.140 <= 1.050 **not reached**");
    }

    @Test
    void framedEchoIsJudgedByNettyAlone() {
        Map<String, Double> figures =
                Map.of(
                        "reactor-epoll",
                        200.0,
                        "netty-epoll",
                        600.0,
                        "c-epoll",
                        100.0,
                        "reactor-io_uring",
                        200.0,
                        "netty-io_uring",
                        541.0);
        assertThat(rows("framed", ServerShape.FRAMED, LoadShape.echo(50, 32), figures))
                .filteredOn(row -> !row.contains("messages/s"))
                .containsExactlyInAnyOrder(
                        "reactor-epoll / netty-epoll 0.333 <= 0.333 reached",
                        "reactor-io_uring / netty-io_uring 0.370 <= 0.370 reached");
    }

    @Test
    void anIdleSessionHasLessRoomThanOnNio() {
        Variant variant =
                Variant.of(Variant.Kind.MEMORY, ServerShape.RAW, LoadShape.of("hold", 100))
                        .named("C=100");
        List<WindowResult> windows =
                Stream.of("reactor-nio", "reactor-epoll", "reactor-io_uring")
                        .map(name ->
                                WindowResult.of(
                                        new Window(
                                                "memory", variant, Contender.named(name), 1, null),
                                        new MemoryFigures(100, 70_000, 100_000, List.of())))
                        .toList();
        assertThat(rows(windows))
                .containsExactly(
                        "reactor-nio 700 <= 1,024 reached",
                        "reactor-epoll 700 <= 600 **not reached**",
                        "reactor-io_uring 700 <= 600 **not reached**");
    }

    private static List<String> rows(
            String scenario, ServerShape server, LoadShape load, Map<String, Double> cpu) {
        Variant variant = Variant.load(server, load);
        return rows(
                cpu.entrySet().stream()
                        .map(each ->
                                WindowResult.of(
                                        new Window(
                                                scenario,
                                                variant,
                                                Contender.named(each.getKey()),
                                                1,
                                                null),
                                        Sample.load(200_000, each.getValue(), 0)))
                        .toList());
    }

    private static List<String> rows(List<WindowResult> windows) {
        return new Bar(new Results(Sample.header(Map.of()), windows))
                .rows().stream()
                        .map(row ->
                                "%s %s %s %s"
                                        .formatted(
                                                row.what(),
                                                row.figure(),
                                                row.bar(),
                                                row.verdict().text()))
                        .map(row -> row.replaceFirst("^[^:]*: (?!messages)[^,]*, ", ""))
                        .toList();
    }
}
