package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Listeners on real sockets. */
class ListenerTest {

    @Test
    @Tag("C1")
    @Tag("B2")
    void portZeroGetsARealPortBeforeTheFutureCompletes() throws Exception {
        try (Live live = Live.start()) {
            Listener listener = live.listen(RecordingHandler.echo());
            assertThat(listener.port()).isPositive();
            assertThat(listener.state()).isEqualTo(ListenerState.ACCEPTING);
            assertThat(Await.next(live.observer.listeners)).isEqualTo("listening:main");
            TestClient client = live.connect(listener);
            client.send("hi\n");
            assertThat(client.readLine()).isEqualTo("hi");
            assertThat(live.reactor.listener("main")).contains(listener);
            assertThat(live.reactor.listeners()).containsExactly(listener);
        }
    }

    @Test
    @Tag("B4")
    void aNameThatIsTakenIsRefusedAndTheFirstGoesOn() throws Exception {
        try (Live live = Live.start()) {
            Listener first = live.listen(RecordingHandler.echo());
            Throwable failure =
                    Await.failure(
                            live.reactor.listen(
                                    Live.lines("main", new RecordingHandler()).build()));
            assertThat(failure)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("main");
            TestClient client = live.connect(first);
            client.send("hi\n");
            assertThat(client.readLine()).isEqualTo("hi");
        }
    }

    @Test
    @Tag("C2")
    @Tag("fault-F7")
    @Tag(TestEngine.SYSTEM_SOCKETS)
    void anAddressInUseFailsWithABindExceptionAndTheNameIsFreeAgain() throws Exception {
        try (Live live = Live.start();
                ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ListenerConfig.Builder config =
                    Live.lines("main", new RecordingHandler())
                            .address("127.0.0.1", other.getLocalPort());
            assertThat(Await.failure(live.reactor.listen(config.build())))
                    .isInstanceOf(BindException.class);
            assertThat(live.reactor.listeners()).isEmpty();
            assertThat(live.observer.listeners).isEmpty();
            assertThat(live.listen(config.address("127.0.0.1", 0)).port()).isPositive();
        }
    }

    @Test
    @Tag("fault-F8")
    @Tag(TestEngine.SYSTEM_SOCKETS)
    void anAddressThatIsNotOursFailsAndTheLoopGoesOn() throws Exception {
        try (Live live = Live.start()) {
            ListenerConfig.Builder config = Live.lines("main", RecordingHandler.echo());
            assertThat(Await.failure(live.reactor.listen(config.address("192.0.2.1", 0).build())))
                    .isInstanceOf(IOException.class);
            assertThat(live.listen(config.address("127.0.0.1", 0)).port()).isPositive();
        }
    }

    @Test
    @Tag("C9")
    void stopRefusesNewConnectionsAndKeepsSessions() throws Exception {
        try (Live live = Live.start()) {
            Listener listener = live.listen(RecordingHandler.echo());
            TestClient client = live.connect(listener);
            client.send("before\n");
            assertThat(client.readLine()).isEqualTo("before");
            Await.result(listener.stop());
            assertThatThrownBy(() -> TestClient.connect(listener))
                    .isInstanceOf(ConnectException.class);
            assertThat(listener.state()).isEqualTo(ListenerState.STOPPED);
            client.send("after\n");
            assertThat(client.readLine()).isEqualTo("after");
            Await.result(listener.stop());
            assertThat(live.observer.listeners).containsExactly("listening:main", "stopped:main");
        }
    }

    @Test
    @Tag("C2")
    @Tag("B3")
    void aStoppedNameMayBeUsedAgainAndSessionNumbersGoOn() throws Exception {
        try (Live live = Live.start()) {
            RecordingHandler handler = new RecordingHandler();
            Listener first = live.listen(handler);
            live.connect(first);
            live.connect(first);
            assertThat(Await.next(handler.opened).name()).isEqualTo("main-1");
            Session second = Await.next(handler.opened);
            assertThat(second.name()).isEqualTo("main-2");
            Await.result(first.stop());
            Listener again = live.listen(handler);
            live.connect(again);
            Session third = Await.next(handler.opened);
            assertThat(third.name()).isEqualTo("main-3");
            assertThat(third.id()).isGreaterThan(second.id());
            assertThat(again.sessions()).hasSize(3).contains(second, third);
            assertThat(again.stats().sessions()).as("the bound counts all").isEqualTo(3);
            assertThat(again.stats().opened()).isEqualTo(3);
            assertThat(live.reactor.session("main-2")).contains(second);
            assertThat(live.reactor.session(third.id())).contains(third);
        }
    }

    @Test
    @Tag("C7")
    void pauseLeavesConnectionsInTheBacklogUntilResume() throws Exception {
        try (Live live = Live.start()) {
            RecordingHandler handler = RecordingHandler.echo();
            Listener listener = live.listen(handler);
            listener.pause();
            live.awaitTurns();
            assertThat(listener.state()).isEqualTo(ListenerState.PAUSED);
            TestClient client = live.connect(listener);
            client.send("waiting\n");
            live.awaitTurns();
            assertThat(handler.opened).isEmpty();
            listener.resume();
            assertThat(client.readLine()).isEqualTo("waiting");
            assertThat(listener.state()).isEqualTo(ListenerState.ACCEPTING);
            assertThat(live.observer.listeners)
                    .containsExactly("listening:main", "paused:main", "resumed:main");
        }
    }

    @Test
    @Tag("A4")
    @Tag("C9")
    void whatIsAskedOfAListenerHoldsForEveryLoopThatAccepts() throws Exception {
        try (Live live = Live.start(3)) {
            RecordingHandler handler = RecordingHandler.echo();
            Listener listener = live.listen(handler);
            assertThat(live.reactor.loops()).containsAll(listener.loops());
            listener.pause();
            live.awaitTurns();
            TestClient[] clients = new TestClient[24];
            for (int i = 0; i < clients.length; i++) {
                clients[i] = live.connect(listener);
                clients[i].send(i + "\n");
            }
            live.awaitTurns();
            assertThat(handler.opened).isEmpty();
            listener.resume();
            for (int i = 0; i < clients.length; i++) {
                assertThat(clients[i].readLine()).isEqualTo("" + i);
            }
            assertThat(listener.stats().sessions()).isEqualTo(clients.length);
            Await.result(listener.stop());
            for (int i = 0; i < 6; i++) {
                assertThatThrownBy(() -> TestClient.connect(listener))
                        .isInstanceOf(ConnectException.class);
            }
        }
    }

    @Test
    @Tag("C2")
    @Tag("P7")
    void aReactorThatDoesNotRunRefusesListeners() throws Exception {
        Live live = Live.start();
        live.close();
        CompletableFuture<Listener> refused =
                live.reactor
                        .listen(Live.lines("main", new RecordingHandler()).build())
                        .toCompletableFuture();
        assertThat(Await.failure(refused)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    @Tag("C2")
    void listenersMayBeOpenedAndStoppedFromCallbacks() throws Exception {
        try (Live live = Live.start(2)) {
            CompletableFuture<Listener> opened = new CompletableFuture<>();
            RecordingHandler handler = new RecordingHandler();
            Listener first = live.listen(handler);
            handler.message((session, frame) -> {
                live.reactor
                        .listen(Live.lines("second", RecordingHandler.echo()).build())
                        .thenAccept(opened::complete);
                first.stop();
            });
            live.connect(first).send("go\n");
            TestClient client = live.connect(Await.result(opened));
            client.send("hi\n");
            assertThat(client.readLine()).isEqualTo("hi");
            Await.result(first.stop());
        }
    }

    @Test
    @Tag("M1")
    void figuresAreThoseOfTheListener() throws Exception {
        try (Live live = Live.start()) {
            RecordingHandler handler = RecordingHandler.echo();
            Listener listener = live.listen(handler);
            TestClient client = live.connect(listener);
            client.send("12345\n678\n");
            client.readLine();
            client.readLine();
            client.shutdownOutput();
            assertThat(client.readToEnd()).isEmpty();
            Await.next(live.observer.closed);
            live.awaitTurns();
            EndpointStats stats = listener.stats();
            assertThat(stats.opened()).isEqualTo(1);
            assertThat(stats.sessions()).isZero();
            assertThat(stats.bytesIn()).isEqualTo(10);
            assertThat(stats.bytesOut()).isEqualTo(10);
            assertThat(stats.framesIn()).isEqualTo(2);
            assertThat(stats.framesOut()).isEqualTo(2);
            assertThat(stats.queuedBytes()).isZero();
            assertThat(stats.closed()).containsOnlyKeys(CloseReason.values());
            assertThat(stats.refused()).containsOnlyKeys(RefuseReason.values());
        }
    }
}
