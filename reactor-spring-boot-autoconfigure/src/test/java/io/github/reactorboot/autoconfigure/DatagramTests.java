package io.github.reactorboot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.annotation.OnMessage;
import io.github.reactorboot.annotation.OnOpen;
import io.github.reactorboot.annotation.ReactorHandler;
import io.github.reactorboot.autoconfigure.metrics.ReactorMetrics;
import io.github.reactorboot.runtime.Session;
import io.github.reactorboot.runtime.TransportType;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/** Listeners with {@code transport: udp}. */
@Tag("N5")
class DatagramTests {

    private static ApplicationContextRunner datagrams() {
        return Runners.quotes().withPropertyValues("reactor.listeners.quotes.transport=udp");
    }

    /** A peer with a port of its own. */
    private static final class Peer implements AutoCloseable {

        private final DatagramSocket socket;
        private final InetSocketAddress to;

        Peer(ApplicationContext context) throws IOException {
            int port =
                    context.getEnvironment()
                            .getRequiredProperty("local.reactor.quotes.port", Integer.class);
            socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
            socket.setSoTimeout(20_000);
            to = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        }

        String ask(String text) throws IOException {
            send(text.getBytes(StandardCharsets.UTF_8));
            return receive();
        }

        void send(byte[] bytes) throws IOException {
            socket.send(new DatagramPacket(bytes, bytes.length, to));
        }

        String receive() throws IOException {
            DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
            socket.receive(packet);
            return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    @ReactorHandler("quotes")
    static class Quotes {

        @OnMessage
        String quote(String symbol, Session session) {
            return symbol + " for " + session.name();
        }
    }

    @Test
    void aMethodAnswersEachSource() {
        datagrams()
                .withBean(Quotes.class)
                .run(context -> {
                    try (Peer one = new Peer(context);
                            Peer two = new Peer(context)) {
                        assertThat(one.ask("A")).isEqualTo("A for quotes-1");
                        assertThat(two.ask("B")).isEqualTo("B for quotes-2");
                        assertThat(one.ask("")).isEqualTo(" for quotes-1");
                    }
                });
    }

    @ReactorHandler("quotes")
    static class Blocking {

        @OnMessage(blocking = true)
        String quote(String symbol) {
            return symbol + " on " + Thread.currentThread().getName();
        }
    }

    @Test
    void aMethodMayBlock() {
        datagrams()
                .withBean(Blocking.class)
                .run(context -> {
                    try (Peer peer = new Peer(context)) {
                        assertThat(peer.ask("A")).startsWith("A on task-");
                    }
                });
    }

    record Question(String symbol) {}

    @ReactorHandler("quotes")
    static class Json {

        @OnMessage
        Question same(Question question) {
            return question;
        }
    }

    @Test
    void aCodecReadsDatagramsAndARubbishOneEndsOnlyItsSession() {
        datagrams()
                .withBean(Json.class)
                .withPropertyValues("reactor.listeners.quotes.codec=json")
                .run(context -> {
                    try (Peer peer = new Peer(context)) {
                        peer.send("rubbish".getBytes(StandardCharsets.UTF_8));
                        assertThat(peer.ask("{\"symbol\":\"ACME\"}"))
                                .isEqualTo("{\"symbol\":\"ACME\"}");
                    }
                });
    }

    @Test
    void aSourceIsForgottenAfterAMinuteUnlessToldOtherwise() {
        datagrams()
                .withBean(Quotes.class)
                .run(context -> assertThat(idleTimeout(context)).isEqualTo(Duration.ofMinutes(1)));
        datagrams()
                .withBean(Quotes.class)
                .withPropertyValues("reactor.listeners.quotes.idle-timeout=5s")
                .run(context -> assertThat(idleTimeout(context)).isEqualTo(Duration.ofSeconds(5)));
    }

    private static Duration idleTimeout(ApplicationContext context) {
        return context.getBean(ReactorRegistry.class)
                .listener("quotes")
                .orElseThrow()
                .config()
                .session()
                .timeouts()
                .idle();
    }

    @Test
    @Tag("M1")
    void truncatedDatagramsAreCounted() {
        datagrams()
                .withBean(Quotes.class)
                .withPropertyValues("reactor.listeners.quotes.framing.max-frame-size=10B")
                .run(context -> {
                    ReactorRegistry registry = context.getBean(ReactorRegistry.class);
                    SimpleMeterRegistry meters = new SimpleMeterRegistry();
                    ReactorMetrics metrics = new ReactorMetrics(registry);
                    metrics.bindTo(meters);
                    try (Peer peer = new Peer(context)) {
                        peer.send(new byte[11]);
                        assertThat(peer.ask("A")).startsWith("A");
                    }
                    assertThat(
                                    meters.get("reactor.datagrams.dropped")
                                            .tags("listener", "quotes", "reason", "truncated")
                                            .functionCounter()
                                            .count())
                            .isEqualTo(1);
                    assertThat(registry.transportOf("quotes")).isEqualTo(TransportType.UDP);
                });
    }

    @ReactorHandler("out")
    static class Out {

        final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

        @OnOpen
        void joined(Session session) {
            session.send("ACME");
        }

        @OnMessage
        void heard(String text) {
            heard.add(text);
        }
    }

    @Test
    @Tag("D1")
    void aConnectionSendsDatagramsAndHearsTheAnswers() throws Exception {
        try (DatagramSocket peer = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            peer.setSoTimeout(20_000);
            Runners.empty()
                    .withBean(Out.class)
                    .withPropertyValues(
                            "reactor.connections.out.transport=udp",
                            "reactor.connections.out.host=127.0.0.1",
                            "reactor.connections.out.port=" + peer.getLocalPort())
                    .run(context -> {
                        DatagramPacket packet = new DatagramPacket(new byte[100], 100);
                        peer.receive(packet);
                        assertThat(packet.getLength()).isEqualTo(4);
                        peer.send(packet);
                        assertThat(context.getBean(Out.class).heard.poll(20, TimeUnit.SECONDS))
                                .isEqualTo("ACME");
                    });
        }
    }

    @ParameterizedTest
    @CsvSource({
        "device, /dev/ttyS0, must not be set for transport udp",
        "framing.type, line, must not be set for transport udp",
        "socket.no-delay, true, must not be set for transport udp",
        "exchange.correlation, in-order, 'must be none or a bean for transport udp, which keeps no order'",
    })
    void whatIsForStreamsIsRefusedOfAConnection(String key, String value, String rule) {
        FailureAnalysis analysis =
                Mistakes.of(
                        Runners.empty()
                                .withBean(Out.class)
                                .withPropertyValues(
                                        "reactor.connections.out.transport=udp",
                                        "reactor.connections.out.host=127.0.0.1",
                                        "reactor.connections.out.port=7",
                                        "reactor.connections.out." + key + "=" + value));
        assertThat(analysis.getDescription())
                .startsWith("reactor.connections.out.%s %s, was %s".formatted(key, rule, value));
    }

    @ParameterizedTest
    @CsvSource({
        "path, quotes.sock",
        "framing.type, line",
        "framing.delimiter, x",
        "framing.length.bytes, 4",
        "frame-timeout, 30s",
        "write-timeout, 30s",
        "half-close, allow",
        "socket.backlog, 10",
        "socket.no-delay, true",
        "handshake, tls",
    })
    void whatIsForStreamsIsRefused(String key, String value) {
        FailureAnalysis analysis =
                Mistakes.of(
                        Runners.empty()
                                .withBean(Quotes.class)
                                .withPropertyValues(
                                        Runners.keys(Map.of("transport", "udp", key, value))));
        assertThat(analysis.getDescription())
                .startsWith(
                        "reactor.listeners.quotes.%s must not be set for transport udp, was %s"
                                .formatted(key, value));
        assertThat(analysis.getAction())
                .isEqualTo(
                        "Remove reactor.listeners.quotes.%s, or set reactor.listeners.quotes.transport to tcp."
                                .formatted(key));
    }
}
