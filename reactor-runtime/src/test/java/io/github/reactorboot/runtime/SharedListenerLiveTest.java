package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Loops that accept at the same time, each on a thread of its own. */
@Tag("A4")
class SharedListenerLiveTest {

    private static final int LOOPS = 3;

    private final SharingEngine engine = new SharingEngine(LOOPS);
    private final RecordingHandler handler = RecordingHandler.echo();

    private Live start() {
        return Live.start(builder -> builder.loops(LOOPS).engineProvider(engine));
    }

    private TestClient connect(Live live, int loop) throws IOException {
        return live.closeLater(TestClient.connect(engine.port(loop)));
    }

    @Test
    void everyLoopAccepts() throws Exception {
        try (Live live = start()) {
            Listener listener = live.listen(handler);
            assertThat(listener.loops()).containsExactlyElementsOf(live.reactor.loops());
            for (int i = LOOPS - 1; i >= 0; i--) {
                TestClient client = connect(live, i);
                client.send("hi\n");
                assertThat(client.readLine()).isEqualTo("hi");
                assertThat(Await.next(handler.opened).loop()).isSameAs(listener.loops().get(i));
            }
        }
    }

    @Test
    @Tag("C7")
    void theBoundIsExactUnderConcurrentConnects() throws Exception {
        int bound = 10;
        int each = 12;
        try (Live live = start()) {
            Listener listener =
                    live.listen(
                            Live.lines("main", handler)
                                    .limits(AcceptLimits.DEFAULT.withMaxSessions(bound, bound)));
            Queue<TestClient> served = new ConcurrentLinkedQueue<>();
            Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
            CountDownLatch go = new CountDownLatch(1);
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < 2 * LOOPS; i++) {
                int port = engine.port(i % LOOPS);
                Thread client = new Thread(() -> connectMany(port, each, go, served));
                client.setUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
                client.start();
                clients.add(client);
            }
            go.countDown();
            clients.forEach(Await::end);
            served.forEach(live::closeLater);
            assertThat(failures).isEmpty();
            assertThat(served).hasSize(bound);
            assertThat(handler.opened).hasSize(bound);
            assertThat(
                            listener.stats().refused().values().stream()
                                    .mapToLong(Long::longValue)
                                    .sum())
                    .isEqualTo(2 * LOOPS * each - bound);
        }
    }

    private static void connectMany(
            int port, int count, CountDownLatch go, Queue<TestClient> served) {
        Await.latch(go);
        for (int i = 0; i < count; i++) {
            try {
                TestClient client = TestClient.connect(port);
                try {
                    client.send("x\n");
                    client.readLine();
                    served.add(client);
                } catch (IOException refused) {
                    client.close();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    @Tag("C9")
    void stopIsCompleteWhenTheLastLoopHasClosed() throws Exception {
        try (Live live = start()) {
            Listener listener = live.listen(handler);
            CountDownLatch held = new CountDownLatch(1);
            CountDownLatch release = new CountDownLatch(1);
            live.reactor
                    .loops()
                    .get(1)
                    .execute(() -> {
                        held.countDown();
                        Await.latch(release);
                    });
            Await.latch(held);
            CompletableFuture<Void> stopped = listener.stop().toCompletableFuture();
            CompletableFuture<Void> turned = new CompletableFuture<>();
            live.loop().execute(() -> turned.complete(null));
            Await.result(turned);
            assertThatThrownBy(() -> TestClient.connect(engine.port(0)))
                    .isInstanceOf(ConnectException.class);
            assertThat(stopped).isNotDone();
            assertThat(listener.state()).isEqualTo(ListenerState.ACCEPTING);
            release.countDown();
            Await.result(stopped);
            assertThat(listener.state()).isEqualTo(ListenerState.STOPPED);
            for (int i = 0; i < LOOPS; i++) {
                int port = engine.port(i);
                assertThatThrownBy(() -> TestClient.connect(port))
                        .isInstanceOf(ConnectException.class);
            }
            assertThat(live.observer.listeners).containsExactly("listening:main", "stopped:main");
        }
    }

    @Test
    @Tag("J3")
    @Tag("fault-F25")
    void aLoopThatDiesTakesItsSocketWithItAndTheOthersAcceptOn() throws Exception {
        try (Live live = start()) {
            Listener listener = live.listen(handler);
            for (int dying = 0; dying < LOOPS; dying++) {
                live.reactor
                        .loops()
                        .get(dying)
                        .execute(() -> {
                            throw new AssertionError("thrown by a test");
                        });
                Await.next(live.observer.failures);
                int port = engine.port(dying);
                assertThatThrownBy(() -> TestClient.connect(port))
                        .isInstanceOf(ConnectException.class);
                if (dying < LOOPS - 1) {
                    assertThat(listener.state()).isEqualTo(ListenerState.ACCEPTING);
                    TestClient client = connect(live, LOOPS - 1);
                    client.send("alive\n");
                    assertThat(client.readLine()).isEqualTo("alive");
                }
            }
            assertThat(listener.state()).isEqualTo(ListenerState.FAILED);
            Await.result(listener.drain());
            assertThat(listener.state()).isEqualTo(ListenerState.STOPPED);
        }
    }

    @Test
    @Tag("K2")
    void drainAnswersWhatWaitsForAnyLoop() throws Exception {
        try (Live live = start()) {
            Listener listener = live.listen(handler);
            listener.pause();
            live.awaitTurns();
            List<TestClient> clients = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                // Most of them wait for one loop, which gives some away.
                clients.add(connect(live, i % 2 == 0 ? 1 : i % LOOPS));
                clients.get(i).send(i + "\n");
            }
            CompletableFuture<Void> drained = listener.drain().toCompletableFuture();
            for (int i = 0; i < clients.size(); i++) {
                assertThat(clients.get(i).readTextToEnd()).isEqualTo(i + "\n");
                assertThat(drained).isNotDone();
                clients.get(i).close();
            }
            Await.result(drained);
            assertThat(handler.opened).hasSize(clients.size());
        }
    }
}
