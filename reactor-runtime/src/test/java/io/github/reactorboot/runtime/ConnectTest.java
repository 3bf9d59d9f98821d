package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import io.github.reactorboot.runtime.engine.EngineRig;
import io.github.reactorboot.runtime.engine.FullBacklog;
import io.github.reactorboot.runtime.framing.Framers;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Connections over real sockets. */
class ConnectTest {

    private static final Backoff SOON =
            new Backoff(Duration.ofMillis(5), Duration.ofMillis(20), 0.2);

    private final RecordingHandler server = RecordingHandler.echo();
    private final RecordingHandler client = new RecordingHandler();

    private ConnectionConfig.Builder lines(String name) {
        return ConnectionConfig.builder(name)
                .framer(Framers.line())
                .handler(client)
                .reconnect(SOON);
    }

    private ConnectionConfig.Builder linesTo(Listener listener) {
        return lines("peer").host("127.0.0.1", listener.port());
    }

    private static Connection connect(Live live, ConnectionConfig.Builder config) {
        return Await.result(live.reactor.connect(config.build()));
    }

    private void assertEchoes(Session session) {
        assertThat(session.send("hello")).isEqualTo(SendResult.ACCEPTED);
        for (String event = Await.next(client.events);
                !event.equals("message:hello");
                event = Await.next(client.events)) {
            assertThat(event).doesNotStartWith("close");
        }
    }

    @Test
    @Tag("D1")
    void bothEndsInOneReactor() throws IOException {
        try (Live live = Live.start(2)) {
            Listener listener = live.listen(server);
            Connection connection = connect(live, linesTo(listener));
            Session session = Await.result(connection.open());
            assertEchoes(session);
            assertThat(session.remoteAddress()).isEqualTo(listener.localAddress());
            Session accepted = Await.next(server.opened);
            assertThat(accepted.remoteAddress()).isEqualTo(session.localAddress());
            assertThat(accepted.localAddress()).isEqualTo(session.remoteAddress());
            Await.result(connection.stop());
            assertThat(client.eventsUntilClose()).endsWith("close:LOCAL_CLOSE");
            assertThat(server.eventsUntilClose()).endsWith("close:PEER_CLOSED");
        }
    }

    @Test
    @Tag("D5")
    void aNameIsLookedUpBySomebodyElse() throws IOException {
        CompletableFuture<Thread> lookedUpBy = new CompletableFuture<>();
        NameResolver resolver =
                host -> {
                    lookedUpBy.complete(Thread.currentThread());
                    return NameResolver.SYSTEM.resolve("localhost");
                };
        Thread thread;
        try (Live live = Live.start(builder -> builder.resolver(resolver))) {
            Listener listener = live.listen(server);
            Connection connection =
                    connect(live, lines("peer").host("my.example", listener.port()));
            assertEchoes(Await.result(connection.open()));
            thread = Await.result(lookedUpBy);
            assertThat(thread.getName()).startsWith("reactor-live-resolver-");
            assertThat(thread.isDaemon()).isTrue();
        }
        Await.end(thread);
    }

    @Test
    @Tag("D5")
    void aLookUpThatHangsHoldsUpNobody() throws IOException {
        CountDownLatch hangs = new CountDownLatch(1);
        CompletableFuture<Thread> hanging = new CompletableFuture<>();
        NameResolver resolver =
                host -> {
                    hanging.complete(Thread.currentThread());
                    hangs.await();
                    return List.of(InetAddress.getLoopbackAddress());
                };
        Thread thread;
        CompletionStage<Connection> never;
        try (Live live = Live.start(builder -> builder.resolver(resolver))) {
            Listener listener = live.listen(server);
            never = live.reactor.connect(lines("never").host("slow.example", 80).build());
            thread = Await.result(hanging);
            TestClient other = live.connect(listener);
            other.send("served\n");
            assertThat(other.readLine()).isEqualTo("served");
            assertEchoes(Await.result(connect(live, linesTo(listener)).open()));
            assertThat(live.reactor.connection("never").orElseThrow().state())
                    .isEqualTo(ConnectionState.CONNECTING);
        }
        assertThat(Await.failure(never)).hasMessageContaining("was stopped");
        // The reactor has interrupted it; nobody opens the latch.
        Await.end(thread);
    }

    @Test
    @Tag("D1")
    void aPeerThatDoesNotAnswerHoldsUpNobody() throws IOException {
        try (FullBacklog silent = new FullBacklog();
                Live live = Live.start()) {
            Listener listener = live.listen(server);
            CompletionStage<Connection> never =
                    live.reactor.connect(
                            lines("never")
                                    .address(silent.address())
                                    .connectTimeout(Duration.ofMinutes(10))
                                    .build());
            TestClient other = live.connect(listener);
            for (int i = 0; i < 100; i++) {
                other.send("served\n");
                assertThat(other.readLine()).isEqualTo("served");
            }
            Connection connection = live.reactor.connection("never").orElseThrow();
            assertThat(connection.state()).isEqualTo(ConnectionState.CONNECTING);
            Await.result(connection.stop());
            assertThat(Await.failure(never)).hasMessage("connection never was stopped");
        }
    }

    @Test
    @Tag("D2")
    void aPeerThatDoesNotAnswerIsGivenUp() throws IOException {
        try (FullBacklog silent = new FullBacklog();
                Live live = Live.start()) {
            ConnectionConfig.Builder config =
                    lines("never")
                            .address(silent.address())
                            .connectTimeout(Duration.ofMillis(50))
                            .reconnect(null);
            assertThat(Await.failure(live.reactor.connect(config.build())))
                    .isInstanceOf(ConnectTimeoutException.class)
                    .hasMessage(
                            "connect to 127.0.0.1:%d: no answer within 50 ms",
                            silent.address().getPort());
        }
    }

    @Test
    @Tag("D3")
    void whereNobodyListensTheCauseIsTold() throws IOException {
        try (Live live = Live.start()) {
            InetSocketAddress nobody = EngineRig.freePort();
            ConnectionConfig.Builder config = lines("peer").address(nobody).reconnect(null);
            Throwable failure = Await.failure(live.reactor.connect(config.build()));
            assertThat(failure)
                    .isInstanceOf(ConnectException.class)
                    .hasMessageStartingWith("connect to 127.0.0.1:" + nobody.getPort());
            assertThat(failure.getCause()).isInstanceOf(ConnectException.class);
            assertThat(failure.getMessage()).containsIgnoringCase("refused");
        }
    }

    /** On one port a socket of TCP connects to itself (simultaneous open, RFC 9293). */
    @Test
    @Tag("D3")
    @EnabledOnOs(OS.LINUX)
    void aSocketThatMeetsItselfIsNoConnection() throws IOException {
        try (Live live = Live.start()) {
            InetSocketAddress itself = EngineRig.freePort();
            ConnectionConfig.Builder config =
                    lines("peer").address(itself).localAddress(itself).reconnect(null);
            assertThat(Await.failure(live.reactor.connect(config.build())))
                    .hasMessageContaining("met itself");
            assertThat(client.events).isEmpty();
        }
    }

    @Test
    @Tag("D4")
    void comesBackWhenThePeerComesBack() throws IOException {
        try (Live live = Live.start()) {
            Listener first = live.listen(server);
            int port = first.port();
            Connection connection = connect(live, linesTo(first));
            assertEchoes(Await.result(connection.open()));
            Await.result(first.stop());
            first.closeSessions(CloseReason.SHUTDOWN);
            Await.next(client.closed);
            client.takeEvents();
            // At least one attempt finds nobody.
            live.awaitUntil(() -> connection.stats().connectFailures() > 0);
            client.opened.clear();
            live.listen(Live.lines("main", server).address("127.0.0.1", port));
            Session again = Await.next(client.opened);
            assertEchoes(again);
            assertThat(again.name()).isEqualTo("peer-2");
        }
    }

    @Test
    @Tag("D1")
    void unixSockets(@TempDir Path directory) throws IOException {
        Path path = directory.resolve("peer.sock");
        try (Live live = Live.start()) {
            ConnectionConfig.Builder config =
                    lines("peer").address(UnixDomainSocketAddress.of(path)).reconnect(null);
            assertThat(Await.failure(live.reactor.connect(config.build())))
                    .hasMessageContainingAll("connect to " + path, "No such file");
            live.listen(Live.lines("main", server).path(path));
            Session session = Await.result(connect(live, config).open());
            assertThat(session.remoteAddress()).isEqualTo(UnixDomainSocketAddress.of(path));
            assertEchoes(session);
        }
    }

    @Test
    @Tag("D1")
    void connectsFromALocalAddress() throws IOException {
        try (Live live = Live.start()) {
            Listener listener = live.listen(server);
            InetSocketAddress local = EngineRig.freePort();
            Session session =
                    Await.result(connect(live, linesTo(listener).localAddress(local)).open());
            assertThat(session.localAddress()).isEqualTo(local);
        }
    }

    @Test
    @Tag("D4")
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aThousandSessionsOnDemandLeaveNoDescriptor() throws IOException {
        UnixOperatingSystemMXBean system =
                (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        try (Live live = Live.start(2)) {
            Listener listener = live.listen(server);
            Connection connection =
                    connect(live, linesTo(listener).opening(Opening.ON_DEMAND).reconnect(null));
            long before = 0;
            for (int i = 0; i < 1_100; i++) {
                if (i == 100) {
                    live.awaitUntil(() -> live.reactor.sessions().isEmpty());
                    before = system.getOpenFileDescriptorCount();
                }
                Session session = Await.result(connection.open());
                if (i % 2 == 0) {
                    session.close();
                } else {
                    session.abort();
                }
                Await.next(client.closed);
            }
            // The session leaves the registry first, and then its connection.
            live.awaitUntil(() -> connection.state() == ConnectionState.IDLE);
            assertThat(live.reactor.sessions()).isEmpty();
            assertThat(connection.stats().opened()).isEqualTo(1_100);
            assertThat(system.getOpenFileDescriptorCount()).isLessThan(before + 50);
        }
    }
}
