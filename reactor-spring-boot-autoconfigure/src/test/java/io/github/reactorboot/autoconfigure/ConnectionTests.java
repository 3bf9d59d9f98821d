package io.github.reactorboot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.reactorboot.annotation.OnMessage;
import io.github.reactorboot.annotation.ReactorHandler;
import io.github.reactorboot.runtime.Backoff;
import io.github.reactorboot.runtime.Connection;
import io.github.reactorboot.runtime.ConnectionConfig;
import io.github.reactorboot.runtime.ConnectionState;
import io.github.reactorboot.runtime.SessionSettings;
import io.github.reactorboot.runtime.Target;
import io.github.reactorboot.runtime.engine.Resource.Access;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Devices as connections, as far as it goes without an engine that can serve them. */
@Tag("N5")
class ConnectionTests {

    private static final String LINE = "reactor.connections.line.";

    @ReactorHandler("line")
    static class LineHandler {
        @OnMessage
        void line(String text) {}
    }

    private static ApplicationContextRunner line(String... properties) {
        return Runners.empty()
                .withUserConfiguration(LineHandler.class)
                .withPropertyValues("reactor.runtimes.default.loops=1")
                .withPropertyValues(LINE + "device=/dev/line")
                .withPropertyValues(properties);
    }

    /** With an engine on which no device can be opened, for now. */
    private static ApplicationContextRunner absent(String... properties) {
        return line(properties)
                .withBean(
                        ReactorBuilderCustomizer.class,
                        () -> (name, builder) -> builder.engineProvider(new AbsentDevices()));
    }

    @Test
    void nioCannotServeThem() {
        FailureAnalysis analysis = Mistakes.of(line("reactor.runtimes.default.engine=nio"));
        assertThat(analysis.getDescription())
                .isEqualTo(
                        "Connection 'line' (reactor.connections.line.device) needs the engine epoll or"
                                + " io_uring; runtime 'default' runs on nio (asked for by name).");
        assertThat(analysis.getAction())
                .contains(
                        "Java 22",
                        "reactor-engine-linux",
                        "--enable-native-access=ALL-UNNAMED",
                        "Set reactor.runtimes.default.engine to auto, epoll or io_uring",
                        "or remove reactor.connections.line.");
    }

    @Test
    void whatIsNotThereIsWaitedFor() {
        absent().run(context -> {
            assertThat(context).hasNotFailed();
            ReactorRegistry registry = context.getBean(ReactorRegistry.class);
            assertThat(registry.connectionNames()).containsExactly("line");
            assertThat(registry.listenerNames()).isEmpty();
            assertThat(registry.runtimeOf("line")).isEqualTo("default");
            Connection device = registry.connection("line").orElseThrow();
            assertThat(device.state()).isEqualTo(ConnectionState.WAITING);
            registry.stopConnection("line");
            assertThat(device.state()).isEqualTo(ConnectionState.STOPPED);
            registry.startConnection("line");
            assertThat(registry.connection("line").orElseThrow()).isNotSameAs(device);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> registry.connection("lime"))
                    .withMessage("no connection is named 'lime'; configured: line");
        });
    }

    @Test
    void whatIsNotThereAndNotWaitedForEndsTheStart() {
        Mistakes.assertSays(
                absent(LINE + "reconnect.enabled=false"),
                "Connection 'line' (reactor.connections.line.device) could not be opened: open"
                        + " /dev/line: ENOENT, No such file or directory.",
                "Correct reactor.connections.line.device, give the process the right to open it"
                        + " (serial lines often belong to the group dialout), or set"
                        + " reactor.connections.line.reconnect.enabled to true to wait for it.");
    }

    @Test
    void isStoppedWithTheApplication() {
        Connection[] device = new Connection[1];
        absent().run(context ->
                device[0] =
                        context.getBean(ReactorRegistry.class).connection("line").orElseThrow());
        assertThat(device[0].state()).isEqualTo(ConnectionState.STOPPED);
    }

    @Test
    void defaults() {
        absent().run(context -> {
            ConnectionConfig config = config(context.getBean(ReactorRegistry.class));
            assertThat(config.target()).isEqualTo(new Target.Device(Path.of("/dev/line"), null));
            assertThat(config.reconnect()).isEqualTo(Backoff.DEFAULT);
            SessionSettings session = config.session();
            assertThat(session.timeouts().idle()).isZero();
            assertThat(session.timeouts().frame()).isEqualTo(Duration.ofSeconds(30));
            assertThat(session.timeouts().write()).isEqualTo(Duration.ofSeconds(30));
            assertThat(session.outbound()).isEqualTo(SessionSettings.DEFAULT.outbound());
        });
    }

    private static ConnectionConfig config(ReactorRegistry registry) {
        return registry.connection("line").orElseThrow().config();
    }

    @Test
    void everyPropertyIsTaken() {
        absent(
                        LINE + "access=read-write",
                        LINE + "framing.max-frame-size=1KB",
                        LINE + "idle-timeout=1m",
                        LINE + "frame-timeout=2s",
                        LINE + "write-timeout=3s",
                        LINE + "close-timeout=4s",
                        LINE + "outbound.limit=2MB",
                        LINE + "max-pending-replies=5",
                        LINE + "measure-handlers=false",
                        LINE + "reconnect.initial-delay=1s",
                        LINE + "reconnect.max-delay=1m",
                        LINE + "reconnect.jitter=0.5")
                .run(context -> {
                    ConnectionConfig config = config(context.getBean(ReactorRegistry.class));
                    assertThat(config.target())
                            .isEqualTo(new Target.Device(Path.of("/dev/line"), Access.READ_WRITE));
                    assertThat(config.reconnect())
                            .isEqualTo(
                                    new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1), 0.5));
                    SessionSettings session = config.session();
                    assertThat(session.maxFrameBytes()).isEqualTo(1024);
                    assertThat(session.timeouts().idle()).isEqualTo(Duration.ofMinutes(1));
                    assertThat(session.timeouts().frame()).isEqualTo(Duration.ofSeconds(2));
                    assertThat(session.timeouts().write()).isEqualTo(Duration.ofSeconds(3));
                    assertThat(session.timeouts().close()).isEqualTo(Duration.ofSeconds(4));
                    assertThat(session.outbound().limitBytes()).isEqualTo(2 << 20);
                    assertThat(session.maxPendingReplies()).isEqualTo(5);
                    assertThat(session.timeHandlers()).isFalse();
                });
    }

    @ParameterizedTest
    @CsvSource({"read, READ", "write, WRITE"})
    void accessIsTaken(String property, Access access) {
        absent(LINE + "access=" + property)
                .run(context ->
                        assertThat(config(context.getBean(ReactorRegistry.class)).target())
                                .isEqualTo(new Target.Device(Path.of("/dev/line"), access)));
    }

    @Test
    void anEmptyDeviceIsNoDevice() {
        FailureAnalysis analysis =
                Mistakes.of(
                        Runners.empty()
                                .withUserConfiguration(LineHandler.class)
                                .withPropertyValues(LINE + "device="));
        assertThat(analysis.getDescription())
                .startsWith(
                        "reactor.connections.line.device must be the path of a device, was empty (set");
        assertThat(analysis.getAction())
                .isEqualTo("Set reactor.connections.line.device, for instance to /dev/ttyUSB0.");
    }

    @ParameterizedTest
    @CsvSource({
        "reconnect.initial-delay, 0s, must be at least 1ms",
        "reconnect.max-delay, 50ms, must not be below reactor.connections.line.reconnect.initial-delay",
        "reconnect.max-delay, 367d, nor above 366d",
        "reconnect.jitter, 1.5, must be from 0 to 1",
        "idle-timeout, -1s, must not be negative",
        "close-timeout, 0s, must be above 0",
        "max-pending-replies, 0, must be at least 1",
        "runtime, fast, must name a runtime"
    })
    void badValuesAreRefused(String key, String value, String rule) {
        assertThat(Mistakes.of(line(LINE + key + "=" + value)).getDescription())
                .startsWith(LINE + key + " ")
                .contains(rule);
    }

    @Test
    void aHandlerIsNeeded() {
        Mistakes.assertSays(
                Runners.empty().withPropertyValues(LINE + "device=/dev/line"),
                "Connection 'line' has no handler.",
                "Annotate a bean with @ReactorHandler(\"line\"), or remove reactor.connections.line.");
    }

    @Test
    void anUnknownNameListsBoth() {
        Mistakes.assertSays(
                line().withPropertyValues(
                                LINE.replace("line", "other") + "device=/dev/other",
                                "reactor.listeners.quotes.port=0")
                        .withUserConfiguration(LimeHandler.class),
                "Bean 'connectionTests.LimeHandler' has @ReactorHandler(\"lime\"), but no listener or"
                        + " connection has this name.",
                "Did you mean \"line\"? Otherwise: Configure reactor.listeners.lime. Configured"
                        + " listeners: quotes. Configured connections: line, other.");
    }

    @ReactorHandler("lime")
    static class LimeHandler extends LineHandler {}

    @Test
    void oneNameIsNotForBoth() {
        Mistakes.assertSays(
                line("reactor.listeners.line.port=0"),
                "'line' is the name of a listener and of a connection.",
                "Rename reactor.listeners.line or reactor.connections.line.");
    }
}
