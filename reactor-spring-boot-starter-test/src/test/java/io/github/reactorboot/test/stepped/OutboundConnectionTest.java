package io.github.reactorboot.test.stepped;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorboot.runtime.Backoff;
import io.github.reactorboot.runtime.Connection;
import io.github.reactorboot.runtime.ConnectionConfig;
import io.github.reactorboot.runtime.Session;
import io.github.reactorboot.runtime.framing.Framers;
import io.github.reactorboot.test.memory.TestListener;
import io.github.reactorboot.test.memory.TestPeer;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A reactor that connects, to a server that the test plays. */
@Tag("R7")
@Timeout(60)
class OutboundConnectionTest {

    private final SteppedReactor stepped = SteppedReactor.create();
    private final List<String> received = new ArrayList<>();

    @AfterEach
    void close() {
        stepped.close();
    }

    private CompletableFuture<Connection> connect() {
        CompletableFuture<Connection> future =
                stepped.reactor()
                        .connect(
                                ConnectionConfig.builder("upstream")
                                        .address(new InetSocketAddress("192.0.2.7", 7001))
                                        .framer(Framers.line())
                                        .connectTimeout(Duration.ofSeconds(5))
                                        .reconnect(
                                                new Backoff(
                                                        Duration.ofSeconds(1),
                                                        Duration.ofSeconds(1),
                                                        0))
                                        .handler((session, frame) ->
                                                received.add(
                                                        StandardCharsets.UTF_8
                                                                .decode(frame)
                                                                .toString()))
                                        .build())
                        .toCompletableFuture();
        stepped.runUntilIdle();
        return future;
    }

    private Session session() {
        return stepped.reactor().connection("upstream").orElseThrow().session().orElseThrow();
    }

    @Test
    @Tag("D1")
    void theTestIsTheServer() {
        try (TestListener upstream = stepped.network().listen(7001)) {
            assertThat(connect()).isCompleted();
            TestPeer peer = upstream.accept();
            session().send("question");
            assertThat(peer.receiveLine()).isEqualTo("question");
            peer.send("answer\n");
            stepped.runUntilIdle();
            assertThat(received).containsExactly("answer");
            assertThat(peer.localAddress()).isEqualTo(new InetSocketAddress("192.0.2.7", 7001));
            assertThat(upstream.hasWaiting()).isFalse();
            assertThatThrownBy(upstream::accept)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("nobody has connected");
            assertThatThrownBy(() -> stepped.network().listen(7001))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasCauseInstanceOf(BindException.class);
        }
    }

    @Test
    @Tag("D4")
    void aRefusedConnectionIsTriedAgain() {
        connect();
        Connection connection = stepped.reactor().connection("upstream").orElseThrow();
        assertThat(connection.session()).isEmpty();
        assertThat(connection.failure().orElseThrow()).isInstanceOf(ConnectException.class);
        try (TestListener upstream = stepped.network().listen(7001)) {
            stepped.advance(Duration.ofMillis(999));
            assertThat(upstream.hasWaiting()).isFalse();
            stepped.advance(Duration.ofMillis(1));
            TestPeer peer = upstream.accept();
            peer.send("at last\n");
            stepped.runUntilIdle();
            assertThat(received).containsExactly("at last");
            peer.reset();
            stepped.runUntilIdle();
            assertThat(connection.session()).isEmpty();
            stepped.advance(Duration.ofSeconds(1));
            assertThat(upstream.hasWaiting()).isTrue();
        }
    }

    @Test
    @Tag("D2")
    void anAddressThatNeverAnswersEndsInTheTimeout() {
        try (TestListener upstream = stepped.network().listen(7001)) {
            stepped.network().silent(7001);
            connect();
            Connection connection = stepped.reactor().connection("upstream").orElseThrow();
            stepped.advance(Duration.ofMillis(4_999));
            assertThat(connection.failure()).isEmpty();
            stepped.advance(Duration.ofMillis(1));
            assertThat(connection.failure().orElseThrow()).hasMessageContaining("7001");
            assertThat(upstream.hasWaiting()).isFalse();
            stepped.network().answering(7001);
            stepped.advance(Duration.ofSeconds(1));
            assertThat(upstream.accept()).isNotNull();
        }
    }

    @Test
    @Tag("K3")
    void anAttemptThatIsUnderWayEndsWithTheReactor() {
        stepped.network().silent(7001);
        CompletableFuture<Connection> connecting = connect();
        stepped.close();
        stepped.network().answering(7001);
        try (TestListener upstream = stepped.network().listen(7001)) {
            assertThat(upstream.hasWaiting()).isFalse();
        }
        assertThat(connecting).isDone();
    }
}
