package io.github.reactorboot.autoconfigure.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

import io.github.reactorboot.autoconfigure.ReactorRegistry;
import io.github.reactorboot.runtime.Connection;
import io.github.reactorboot.runtime.ConnectionConfig;
import io.github.reactorboot.runtime.ConnectionState;
import io.github.reactorboot.runtime.EndpointStats;
import io.github.reactorboot.runtime.EventLoop;
import io.github.reactorboot.runtime.Listener;
import io.github.reactorboot.runtime.ListenerState;
import io.github.reactorboot.runtime.LoopState;
import io.github.reactorboot.runtime.LoopStats;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.health.contributor.Health;

/** Each state and its status; states that are hard to bring about with a socket. */
class HealthStatusTests {

    private final ReactorRegistry registry = mock(ReactorRegistry.class);
    private final Listener listener = mock(Listener.class);
    private final EventLoop loop = mock(EventLoop.class);

    @ParameterizedTest
    @CsvSource({
        "ACCEPTING, UP, accepting",
        "PAUSED, OUT_OF_SERVICE, paused",
        "BACKING_OFF, DOWN, backing off",
        "STOPPED, OUT_OF_SERVICE, stopped",
        "FAILED, DOWN, failed"
    })
    void listener(ListenerState state, String status, String text) {
        prepareListener(state);

        Health health = new ListenerHealth(registry, "quotes").health();

        assertThat(health.getStatus().getCode()).isEqualTo(status);
        assertThat(health.getDetails())
                .containsEntry("state", text)
                .containsEntry("runtime", "default")
                .containsEntry("address", "127.0.0.1:7000")
                .containsEntry("sessions", 3);
    }

    @Test
    void listenerThatBacksOffTellsWhy() {
        prepareListener(ListenerState.BACKING_OFF);

        assertThat(new ListenerHealth(registry, "quotes").health().getDetails())
                .containsEntry("reason", "connections could not be accepted")
                .containsEntry("acceptFailures", 7L);
    }

    @Test
    void listenerThatWasNeverStartedSaysNothing() {
        given(registry.runtimeOf("quotes")).willReturn("default");
        given(registry.listener("quotes")).willReturn(Optional.empty());

        Health health = new ListenerHealth(registry, "quotes").health();

        assertThat(health.getStatus().getCode()).isEqualTo("UNKNOWN");
        assertThat(health.getDetails()).containsEntry("state", "not started");
    }

    @ParameterizedTest
    @CsvSource({
        "IDLE, false, UP",
        "IDLE, true, DOWN",
        "CONNECTING, false, UP",
        "CONNECTING, true, DOWN",
        "OPEN, false, UP",
        "WAITING, false, UP",
        "WAITING, true, DOWN",
        "STOPPED, false, OUT_OF_SERVICE",
        "FAILED, false, DOWN"
    })
    @Tag("N5")
    void connection(ConnectionState state, boolean failing, String status) {
        Connection device = mock(Connection.class);
        ConnectionConfig config =
                ConnectionConfig.builder("line")
                        .device(Path.of("/dev/line"))
                        .handler((session, frame) -> {})
                        .build();
        given(registry.runtimeOf("line")).willReturn("default");
        given(registry.connection("line")).willReturn(Optional.of(device));
        given(device.state()).willReturn(state);
        given(device.config()).willReturn(config);
        given(device.failure())
                .willReturn(Optional.of(new IOException("open: ENOENT")).filter(e -> failing));
        given(device.stats())
                .willReturn(
                        new EndpointStats(1, 4, Map.of(), Map.of(), 7, 0, 0, 0, 0, 0, 0, 0, 0, 0));

        Health health = new ConnectionHealth(registry, "line").health();

        assertThat(health.getStatus().getCode()).isEqualTo(status);
        assertThat(health.getDetails())
                .containsEntry("state", state.name().toLowerCase(Locale.ROOT))
                .containsEntry("runtime", "default")
                .containsEntry("target", "/dev/line")
                .containsEntry("sessions", 1);
        assertThat(health.getDetails().get("reason")).isEqualTo(failing ? "open: ENOENT" : null);
    }

    @ParameterizedTest
    @CsvSource({
        "NEW, UNKNOWN",
        "RUNNING, UP",
        "STALLED, DOWN",
        "ENDED, OUT_OF_SERVICE",
        "FAILED, DOWN"
    })
    void loop(LoopState state, String status) {
        prepareLoop(state);

        Health health = new LoopHealth(loop, "nio").health();

        assertThat(health.getStatus().getCode()).isEqualTo(status);
        assertThat(health.getDetails()).containsEntry("engine", "nio");
    }

    @Test
    void loopThatIsStalledTellsForHowLong() {
        prepareLoop(LoopState.STALLED);
        given(loop.stalledFor()).willReturn(Duration.ofMillis(1234));

        assertThat(new LoopHealth(loop, "nio").health().getDetails())
                .containsEntry("stalledFor", "1234ms");
    }

    @Test
    void loopThatFailedTellsTheClassOfTheFailureOnly() {
        prepareLoop(LoopState.FAILED);
        given(loop.failure()).willReturn(new StackOverflowError("a\nb" + "x".repeat(1000)));

        Map<String, Object> details = new LoopHealth(loop, "nio").health().getDetails();

        assertThat(details).containsEntry("failure", "java.lang.StackOverflowError");
        assertThat(details.toString()).doesNotContain("xxx");
    }

    private void prepareListener(ListenerState state) {
        given(registry.runtimeOf("quotes")).willReturn("default");
        given(registry.listener("quotes")).willReturn(Optional.of(listener));
        given(listener.state()).willReturn(state);
        given(listener.localAddress())
                .willReturn(new InetSocketAddress(InetAddress.getLoopbackAddress(), 7000));
        given(listener.stats())
                .willReturn(
                        new EndpointStats(3, 4, Map.of(), Map.of(), 7, 0, 0, 0, 0, 0, 0, 0, 0, 0));
    }

    private void prepareLoop(LoopState state) {
        given(loop.state()).willReturn(state);
        given(loop.stats()).willReturn(new LoopStats(0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0));
    }
}
