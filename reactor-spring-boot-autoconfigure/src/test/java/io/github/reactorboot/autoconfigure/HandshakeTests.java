package io.github.reactorboot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.annotation.OnClose;
import io.github.reactorboot.annotation.OnMessage;
import io.github.reactorboot.annotation.OnOpen;
import io.github.reactorboot.annotation.ReactorHandler;
import io.github.reactorboot.runtime.AttributeKey;
import io.github.reactorboot.runtime.CloseReason;
import io.github.reactorboot.runtime.Handshake;
import io.github.reactorboot.runtime.HandshakeException;
import io.github.reactorboot.runtime.HandshakeSource;
import io.github.reactorboot.runtime.Listener;
import io.github.reactorboot.runtime.OpeningSession;
import io.github.reactorboot.runtime.RefuseReason;
import io.github.reactorboot.runtime.Session;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** What comes before a session is open, and what an open method answers. */
class HandshakeTests {

    private static final AttributeKey<Byte> VERSION = AttributeKey.named("version");

    /** One byte says the version; 1 is known. */
    private static final class Version implements Handshake {
        @Override
        public void onReceived(OpeningSession opening, ByteBuffer bytes) throws Exception {
            byte version = bytes.get();
            if (version != 1) {
                throw new HandshakeException("unknown version " + version);
            }
            opening.session().attribute(VERSION, version);
            opening.finish();
        }
    }

    private static ApplicationContextRunner runner() {
        return Runners.quotes()
                .withBean(Versioned.class)
                .withBean("version", HandshakeSource.class, () -> session -> new Version())
                .withPropertyValues(Runners.keys(Map.of("handshake", "version")));
    }

    @Test
    @Tag("D6")
    void aBeanMakesTheHandshake() {
        runner().run(context -> {
            try (TestClient client = TestClient.connect(context, "quotes")) {
                client.send("\u0001ACME\n");
                assertThat(client.line()).isEqualTo("version 1");
                assertThat(client.line()).isEqualTo("ACME");
            }
            try (TestClient client = TestClient.connect(context, "quotes")) {
                client.send("GET / HTTP/1.1\n");
                assertThat(client.line()).isNull();
            }
            Listener listener =
                    context.getBean(ReactorRegistry.class).listener("quotes").orElseThrow();
            assertThat(listener.stats().opened()).isEqualTo(1);
            long began = System.nanoTime();
            // Counted when the peer has closed its side, too.
            while (listener.stats().refused().get(RefuseReason.HANDSHAKE_FAILED) == 0) {
                assertThat(System.nanoTime() - began).isLessThan(20_000_000_000L);
                Thread.onSpinWait();
            }
            assertThat(listener.stats().refused()).containsEntry(RefuseReason.HANDSHAKE_FAILED, 1L);
        });
    }

    @Test
    @Tag("D6")
    void theTimeoutIsThatOfTheProperty() {
        runner().withPropertyValues(Runners.keys(Map.of("handshake-timeout", "3s")))
                .run(context ->
                        assertThat(
                                        context.getBean(ReactorRegistry.class)
                                                .listener("quotes")
                                                .orElseThrow()
                                                .config()
                                                .handshake()
                                                .timeout())
                                .isEqualTo(Duration.ofSeconds(3)));
    }

    @Test
    @Tag("D6")
    void aBeanThatIsNotThereIsNamed() {
        FailureAnalysis analysis =
                Mistakes.of(
                        runner().withPropertyValues(Runners.keys(Map.of("handshake", "vershun"))));
        assertThat(analysis.getDescription())
                .startsWith(
                        "reactor.listeners.quotes.handshake must name a bean of type"
                                + " HandshakeSource, was vershun");
        assertThat(analysis.getAction()).contains("did you mean 'version'?");
    }

    @ReactorHandler("quotes")
    static class Versioned {

        @OnOpen
        void joined(Session session) {
            session.send("version " + session.attribute(VERSION));
        }

        @OnMessage
        String quote(String symbol) {
            return symbol;
        }
    }

    @Test
    @Tag("C6")
    @Tag("E4")
    void anOpenMethodThatAnswersFalseClosesTheSession() {
        Runners.quotes()
                .withBean(Doorman.class)
                .run(context -> {
                    try (TestClient client = TestClient.connect(context, "quotes")) {
                        assertThat(client.line()).isEqualTo("come back tomorrow");
                        assertThat(client.line()).isNull();
                    }
                    Doorman doorman = context.getBean(Doorman.class);
                    assertThat(doorman.reasons.poll(20, TimeUnit.SECONDS))
                            .isEqualTo(CloseReason.LOCAL_CLOSE);
                    assertThat(doorman.reasons).isEmpty();
                });
    }

    @ReactorHandler("quotes")
    static class Doorman {

        final BlockingQueue<CloseReason> reasons = new LinkedBlockingQueue<>();

        @OnOpen
        boolean mayStay(Session session) {
            session.send("come back tomorrow");
            return false;
        }

        @OnMessage
        void ignored(String line) {}

        @OnClose
        void left(CloseReason reason) {
            reasons.add(reason);
        }
    }
}
