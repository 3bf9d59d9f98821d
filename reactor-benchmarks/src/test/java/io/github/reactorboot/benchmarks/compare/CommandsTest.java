package io.github.reactorboot.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CommandsTest {

    private static final Contender REACTOR = Contender.named("reactor-nio");

    @Test
    void aFanOutServerIsToldSo() {
        assertThat(Commands.echo(REACTOR, ServerShape.FAN_OUT))
                .contains("--fan-out")
                .containsSequence("--framing", "length");
        assertThat(Commands.echo(REACTOR, ServerShape.SPINNING))
                .doesNotContain("--fan-out")
                .containsSequence("--idle", "spin");
    }

    @Test
    void aServerInCIsAProgramOfItsOwn() {
        assertThat(Commands.compiledEcho(Contender.named("c-io_uring"), ServerShape.FRAMED))
                .containsExactly("c-io_uring", "--control", "--framing", "length", "--port", "0");
    }

    @Test
    void aClosedLoopHasNoRateAndMaySpin() {
        Variant variant = Variant.load(ServerShape.RAW, LoadShape.echo(1, 1).spinning());
        Window window = new Window("latency", variant, REACTOR, 1, null);
        assertThat(Commands.load(window, "1", 2, new Timing(1, 1)))
                .doesNotContain("--rate")
                .contains("--spin");
    }

    @Test
    void holdingHasItsOwnNumberOfSessions() {
        Variant variant = Variant.load(ServerShape.RAW, LoadShape.of("hold", 1000));
        Window window = new Window("memory", variant, REACTOR, 1, null);
        assertThat(Commands.hold(window, "1", 100))
                .containsSequence("--pattern", "hold")
                .containsSequence("--connections", "100")
                .doesNotContain("--seconds", "--json");
    }
}
