package io.github.reactorboot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.reactorboot.annotation.OnAccept;
import io.github.reactorboot.annotation.OnMessage;
import io.github.reactorboot.annotation.ReactorHandler;
import io.github.reactorboot.client.ReactorTemplate;
import io.github.reactorboot.event.ConnectionFailedEvent;
import io.github.reactorboot.event.ConnectionOpenedEvent;
import io.github.reactorboot.event.ConnectionStoppedEvent;
import io.github.reactorboot.runtime.AcceptFilter;
import io.github.reactorboot.runtime.Connection;
import io.github.reactorboot.runtime.ConnectionConfig;
import io.github.reactorboot.runtime.ConnectionState;
import io.github.reactorboot.runtime.Opening;
import io.github.reactorboot.runtime.Session;
import io.github.reactorboot.runtime.SessionHandler;
import io.github.reactorboot.runtime.Target;
import io.github.reactorboot.runtime.engine.SocketSettings;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.event.EventListener;

/** Connections to hosts and Unix sockets: properties, start, end, mistakes. */
@Tag("D1")
class HostConnectionTests {

    private static final String UP = "reactor.connections.upstream.";

    private static Connection connection(ApplicationContext context) {
        return context.getBean(ReactorRegistry.class).connection("upstream").orElseThrow();
    }

    @Test
    void aHandlerServesAConnectionToAListenerOfTheSameApplication() throws Exception {
        int port = Upstream.freePort();
        Upstream.client(port)
                .withPropertyValues(
                        "reactor.listeners.echo.address=127.0.0.1",
                        "reactor.listeners.echo.port=" + port)
                .withUserConfiguration(Echo.class, Asking.class)
                .run(context ->
                        assertThat(context.getBean(Asking.class).heard.poll(20, TimeUnit.SECONDS))
                                .isEqualTo("echo hello"));
    }

    @ReactorHandler("echo")
    static class Echo {
        @OnMessage
        String echo(String text) {
            return "echo " + text;
        }
    }

    @ReactorHandler("upstream")
    static class Asking implements SessionHandler {

        final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

        @Override
        public void onOpen(Session session) {
            session.send("hello");
        }

        @Override
        public void onMessage(Session session, ByteBuffer frame) {
            heard.add(java.nio.charset.StandardCharsets.UTF_8.decode(frame).toString());
        }
    }

    @Test
    @Tag("D4")
    @ExtendWith(OutputCaptureExtension.class)
    void anUpstreamThatIsDownIsWaitedFor(CapturedOutput output) throws Exception {
        int port = Upstream.freePort();
        Upstream.client(port)
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    ReactorRegistry registry = context.getBean(ReactorRegistry.class);
                    await().until(() -> registry.nextAttempt("upstream").isPresent());
                    try (Upstream upstream = Upstream.on(port)) {
                        TestClient server = upstream.accept();
                        // Until then calls fail at once: the last attempt has failed.
                        await().until(() -> connection(context).state() == ConnectionState.OPEN);
                        var reply =
                                context.getBean(ReactorTemplate.class)
                                        .exchange("upstream", "ready?", String.class);
                        assertThat(server.line()).isEqualTo("ready?");
                        server.send("yes\n");
                        assertThat(reply.get(20, TimeUnit.SECONDS)).isEqualTo("yes");
                        assertThat(registry.nextAttempt("upstream")).isEmpty();
                    }
                });
        assertThat(output)
                .contains("Connection 'upstream' cannot be opened (connect to 127.0.0.1:" + port);
    }

    @Test
    @Tag("D3")
    void withoutReconnectingAnUpstreamThatIsDownEndsTheStart() throws Exception {
        int port = Upstream.freePort();
        FailureAnalysis analysis = Mistakes.of(Upstream.client(port, "reconnect.enabled=false"));
        assertThat(analysis.getDescription())
                .startsWith(
                        "Connection 'upstream' (reactor.connections.upstream.host) could not be opened:"
                                + " connect to 127.0.0.1:%d: ".formatted(port))
                .contains("refused");
        assertThat(analysis.getAction())
                .isEqualTo(
                        "Start what listens on 127.0.0.1:%d, correct".formatted(port)
                                + " reactor.connections.upstream.host and"
                                + " reactor.connections.upstream.port, or set"
                                + " reactor.connections.upstream.reconnect.enabled to true to wait for"
                                + " it.");
    }

    @Test
    @Tag("D5")
    void aNameThatCannotBeLookedUpIsNamed() {
        FailureAnalysis analysis =
                Mistakes.of(
                        Upstream.client(7, "host=no.such.host.invalid", "reconnect.enabled=false"));
        assertThat(analysis.getDescription())
                .startsWith("Connection 'upstream' (reactor.connections.upstream.host) could not")
                .contains("no.such.host.invalid");
        assertThat(analysis.getAction())
                .startsWith("Correct reactor.connections.upstream.host, see that the name can be");
    }

    @Test
    void anUnreachableUnixSocketIsNamed(@TempDir Path directory) {
        FailureAnalysis analysis =
                Mistakes.of(
                        Runners.empty()
                                .withPropertyValues(
                                        UP + "path=" + directory.resolve("none"),
                                        UP + "reconnect.enabled=false"));
        assertThat(analysis.getDescription())
                .startsWith("Connection 'upstream' (reactor.connections.upstream.path) could not");
        assertThat(analysis.getAction())
                .contains("correct reactor.connections.upstream.path")
                .contains("Start what listens on " + directory);
    }

    @Test
    void aUnixSocketIsConnectedTo(@TempDir Path directory) throws Exception {
        Path socket = directory.resolve("echo");
        Runners.empty()
                .withPropertyValues(
                        "reactor.listeners.echo.path=" + socket,
                        UP + "path=" + socket,
                        "reactor.runtimes.default.loops=1")
                .withUserConfiguration(Echo.class)
                .run(context -> {
                    assertThat(connection(context).config().target())
                            .isEqualTo(new Target.Address(UnixDomainSocketAddress.of(socket)));
                    assertThat(
                                    context.getBean(ReactorTemplate.class)
                                            .exchange("upstream", "hi", String.class)
                                            .get(20, TimeUnit.SECONDS))
                            .isEqualTo("echo hi");
                });
    }

    @Test
    void everyPropertyIsTaken() throws Exception {
        try (Upstream upstream = Upstream.open()) {
            upstream.client(
                            "connect-timeout=3s",
                            "local-address=127.0.0.1",
                            "half-close=allow",
                            "idle-timeout=1m",
                            "socket.no-delay=false",
                            "socket.keep-alive=true",
                            "socket.send-buffer=64KB",
                            "socket.receive-buffer=128KB",
                            "open=on-demand")
                    .run(context -> {
                        ConnectionConfig config = connection(context).config();
                        assertThat(config.target())
                                .isEqualTo(new Target.Host("127.0.0.1", upstream.port()));
                        assertThat(config.opening()).isEqualTo(Opening.ON_DEMAND);
                        assertThat(config.connect().timeout()).isEqualTo(Duration.ofSeconds(3));
                        assertThat(config.connect().local())
                                .isEqualTo(new InetSocketAddress("127.0.0.1", 0));
                        assertThat(config.connect().receiveBufferBytes()).isEqualTo(128 << 10);
                        assertThat(config.session().allowHalfClose()).isTrue();
                        assertThat(config.session().timeouts().idle())
                                .isEqualTo(Duration.ofMinutes(1));
                        assertThat(config.session().socket())
                                .isEqualTo(new SocketSettings(false, true, 64 << 10, 0));
                    });
        }
    }

    @Test
    @Tag("I6")
    void openingCanBeDeferred() throws Exception {
        try (Upstream upstream = Upstream.open()) {
            upstream.client("open-delay=1h")
                    .run(context -> {
                        assertThat(connection(context).state()).isEqualTo(ConnectionState.WAITING);
                        ReactorRegistry registry = context.getBean(ReactorRegistry.class);
                        registry.stopConnection("upstream");
                        registry.startConnection("upstream");
                        assertThat(connection(context).state()).isEqualTo(ConnectionState.OPEN);
                    });
            upstream.client("open-delay=5ms")
                    .run(context ->
                            await().until(() ->
                                    connection(context).state() == ConnectionState.OPEN));
        }
    }

    @Test
    void eventsTellWhatBecomesOfIt() throws Exception {
        int port = Upstream.freePort();
        Events[] events = new Events[1];
        Upstream.client(port)
                .withBean(Events.class)
                .run(context -> {
                    events[0] = context.getBean(Events.class);
                    assertThat(events[0].seen.poll(20, TimeUnit.SECONDS))
                            .isEqualTo("failed upstream");
                    try (Upstream upstream = Upstream.on(port)) {
                        upstream.accept();
                        await().until(() -> events[0].seen.contains("opened upstream-1"));
                    }
                });
        assertThat(events[0].seen).contains("stopped upstream");
    }

    static class Events {

        final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

        @EventListener
        void failed(ConnectionFailedEvent event) {
            seen.add("failed " + event.connection().name());
        }

        @EventListener
        void opened(ConnectionOpenedEvent event) {
            seen.add("opened " + event.session().name());
        }

        @EventListener
        void stopped(ConnectionStoppedEvent event) {
            seen.add("stopped " + event.connection().name());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    port | 0 | must be 1 to 65535, was 0
                    port | 70000 | must be 1 to 65535, was 70000
                    host | a b | must be a name or an IP address, was a b
                    host | '' | must be a name or an IP address, was empty
                    path | /run/x | must not be set together with a host, was /run/x
                    device | /dev/x | must not be set together with a host, was /dev/x
                    access | read | must be set only together with a device, was read
                    connect-timeout | 0s | must be from 1ms to 1h, was 0s
                    local-address | no.such.host.invalid | must be an address, or a host name that can be resolved, was no.such
                    open-delay | -1s | must be from 0 to 365d, was -1s
                    exchange.max-in-flight | 0 | must be at least 1, was 0
                    exchange.timeout | 0s | must be above 0 and at most 365d, was 0s
                    exchange.reply-correlation | x | must be set only where reactor.connections.upstream.exchange.correlation names a bean, was x
                    socket.user-timeout | -1s | must be 0, or from 1ms to 2147483647ms, was -1s
                    socket.send-buffer | -1B | must be from 0 bytes to 1GB, was -1B
                    runtime | fast | must name a runtime, was fast
                    """)
    void aBadValueIsNamed(String key, String value, String rule) {
        assertThat(Mistakes.of(Upstream.client(7, key + "=" + value)).getDescription())
                .startsWith(UP + key + " " + rule);
    }

    @ParameterizedTest
    @CsvSource({
        "device=/dev/x, socket.no-delay=true, must be set only together with a host",
        "device=/dev/x, connect-timeout=1s, must be set only together with a host or a path",
        "device=/dev/x, half-close=allow, must be set only together with a host or a path",
        "device=/dev/x, port=7, must be set only together with a host",
        "device=/dev/x, exchange.timeout=1s, must be set only where",
        "path=/run/x, local-address=127.0.0.1, must be set only together with a host",
        "path=/run/x, device=/dev/x, must not be set together with a path",
        "path=/run/x, port=7, must be set only together with a host"
    })
    void whatDoesNotFitTheTargetIsNamed(String target, String other, String rule) {
        ApplicationContextRunner runner =
                Runners.empty()
                        .withUserConfiguration(Asking.class)
                        .withPropertyValues(UP + target, UP + other);
        assertThat(Mistakes.of(runner).getDescription())
                .startsWith(UP + other.substring(0, other.indexOf('=')) + " " + rule);
    }

    @Test
    void aTargetIsNeeded() {
        Mistakes.assertSays(
                Runners.empty().withPropertyValues(UP + "codec=text"),
                "reactor.connections.upstream.host must be the host to connect to, was not set",
                "Set reactor.connections.upstream.host and reactor.connections.upstream.port, or"
                        + " reactor.connections.upstream.path for a Unix socket, or"
                        + " reactor.connections.upstream.device, for instance to /dev/ttyUSB0.");
        Mistakes.assertSays(
                Runners.empty().withPropertyValues(UP + "host=localhost"),
                "reactor.connections.upstream.port must be 1 to 65535, was not set",
                "Set reactor.connections.upstream.port.");
    }

    @Test
    void aDelayIsNotForDemand() {
        assertThat(
                        Mistakes.of(Upstream.client(7, "open=on-demand", "open-delay=1s"))
                                .getDescription())
                .startsWith(
                        UP
                                + "open-delay must be 0 where reactor.connections.upstream.open is on-demand");
    }

    @Test
    void nobodyIsAcceptedOnAConnection() {
        Mistakes.assertSays(
                Upstream.client(7).withBean("bean", Accepting.class),
                "Bean 'bean' has a method with @OnAccept, but serves only connections (upstream), on"
                        + " which nobody is accepted.",
                "Remove the method, or name a listener in @ReactorHandler too.");
        Mistakes.assertSays(
                Upstream.client(7).withBean("bean", Filtering.class),
                "Bean 'bean' is an AcceptFilter, but serves only connections (upstream), on which"
                        + " nobody is accepted.",
                "Drop the interface AcceptFilter, or name a listener in @ReactorHandler too.");
    }

    @ReactorHandler("upstream")
    static class Accepting {

        @OnAccept
        boolean accept(SocketAddress peer) {
            return true;
        }

        @OnMessage
        void ignore(String text) {}
    }

    @ReactorHandler("upstream")
    static class Filtering implements SessionHandler, AcceptFilter {

        @Override
        public boolean accept(SocketAddress peer) {
            return true;
        }

        @Override
        public void onMessage(Session session, ByteBuffer frame) {}
    }
}
