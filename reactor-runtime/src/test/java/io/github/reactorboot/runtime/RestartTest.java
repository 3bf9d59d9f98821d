package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.BindException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Close, and start again. */
class RestartTest {

    private static List<String> threadsOf(String reactor) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .filter(name -> name.startsWith("reactor-" + reactor + "-"))
                .filter(name -> !name.endsWith("-watchdog"))
                .collect(Collectors.toList());
    }

    @Test
    @Tag("K6")
    @Tag("fault-F47")
    void aReactorStartsAgainAfterCloseManyTimes() throws Exception {
        RecordingHandler handler = RecordingHandler.echo();
        try (Reactor reactor = TestEngine.builder("again").loops(2).build()) {
            int port = 0;
            for (int i = 0; i < 20; i++) {
                reactor.start();
                assertThat(threadsOf("again")).hasSize(2);
                ListenerConfig config =
                        Live.lines("main", handler).address("127.0.0.1", port).build();
                Listener listener = Await.result(reactor.listen(config));
                port = listener.port();
                try (TestClient client = TestClient.connect(listener)) {
                    client.send("hi\n");
                    assertThat(client.readLine()).isEqualTo("hi");
                    assertThat(Await.next(handler.opened).name()).isEqualTo("main-" + (i + 1));
                    assertThat(reactor.close(Await.PATIENCE)).isEqualTo(1);
                    assertThat(client.isRefused()).isTrue();
                }
                assertThat(handler.eventsUntilClose())
                        .containsExactly("open", "message:hi", "close:SHUTDOWN");
                assertThat(threadsOf("again")).isEmpty();
                assertThat(reactor.isRunning()).isFalse();
                assertThat(reactor.listeners()).isEmpty();
                assertThat(reactor.loops())
                        .extracting(EventLoop::state)
                        .containsOnly(LoopState.ENDED);
            }
        }
    }

    @Test
    @Tag("K6")
    void aLoopThatFailedRunsAgainAfterARestart() throws Exception {
        RecordingObserver observer = new RecordingObserver();
        try (Reactor reactor = TestEngine.builder("failed").loops(1).observer(observer).build()) {
            reactor.start();
            EventLoop loop = reactor.loops().get(0);
            loop.execute(() -> {
                throw new AssertionError("thrown by a test");
            });
            Await.next(observer.failures);
            reactor.close(Await.PATIENCE);
            reactor.start();
            assertThat(loop.state()).isEqualTo(LoopState.RUNNING);
            assertThat(loop.failure()).isNull();
            CompletableFuture<Boolean> ran = new CompletableFuture<>();
            loop.execute(() -> ran.complete(loop.inEventLoop()));
            assertThat(Await.result(ran)).isTrue();
        }
    }

    @Test
    @Tag("O1")
    void theseTestsRunOnTheEngineThatTheyAreToldTo() throws Exception {
        String told = System.getProperty("reactor.test.engine");
        try (Live live = Live.start()) {
            assertThat(live.reactor.engine().name()).isEqualTo(told == null ? "nio" : told);
        }
    }

    @Test
    @Tag("P8")
    void startAndCloseTwiceAreAsOnce() {
        try (Reactor reactor = TestEngine.builder("twice").loops(1).build()) {
            assertThat(reactor.close(Await.PATIENCE)).isZero();
            reactor.start();
            reactor.start();
            assertThat(threadsOf("twice")).hasSize(1);
            assertThat(reactor.close(Await.PATIENCE)).isZero();
            assertThat(reactor.close(Await.PATIENCE)).isZero();
        }
    }

    @Test
    @Tag("K5")
    @Tag("P8")
    void aCallbackMayCloseItsReactor() throws Exception {
        Live live = Live.start(2);
        RecordingHandler handler = new RecordingHandler();
        handler.message((session, frame) -> live.reactor.close());
        TestClient client = live.connect(live.listen(handler));
        client.send("end\n");
        assertThat(handler.eventsUntilClose())
                .containsExactly("open", "message:end", "close:SHUTDOWN");
        assertThat(client.isRefused()).isTrue();
        assertThat(live.reactor.isRunning()).isFalse();
    }

    @Test
    @Tag("K5")
    @Tag("P8")
    void aCallbackOfTheEndMayCloseTheReactorThatIsBeingClosed() throws Exception {
        Live live = Live.start();
        RecordingHandler handler = new RecordingHandler();
        handler.close(session -> live.reactor.close());
        live.connect(live.listen(handler));
        Await.next(handler.opened);
        long began = System.nanoTime();
        live.reactor.close(Duration.ofSeconds(20));
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
        assertThat(live.loop().state()).isEqualTo(LoopState.ENDED);
        live.close();
    }

    @Test
    @Tag("K1")
    @Tag("fault-F45")
    void aCallbackThatDoesNotReturnIsNotWaitedForLongerThanTold() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Live live = Live.start();
        live.loop()
                .execute(() -> {
                    held.countDown();
                    Await.latch(release);
                });
        Await.latch(held);
        live.reactor.close(Duration.ofMillis(50));
        assertThat(live.loop().state()).isEqualTo(LoopState.RUNNING);
        Thread blocked = live.loop().life().thread();
        release.countDown();
        Await.end(blocked);
        assertThat(live.loop().state()).isEqualTo(LoopState.ENDED);
    }

    @Test
    @Tag("fault-F7")
    @Tag("fault-F46")
    void aPortIsFreeAgainWhenTheReactorIsClosed() throws Exception {
        Live first = Live.start();
        int port = first.listen(new RecordingHandler()).port();
        try (Live second = Live.start()) {
            ListenerConfig.Builder config =
                    Live.lines("main", new RecordingHandler()).address("127.0.0.1", port);
            assertThat(Await.failure(second.reactor.listen(config.build())))
                    .isInstanceOf(BindException.class);
            first.close();
            assertThat(second.listen(config).port()).isEqualTo(port);
        }
    }

    @Test
    @Tag("K1")
    void patienceWithoutEndIsAPatienceLikeOthers() {
        Reactor reactor = TestEngine.builder("patient").loops(1).build();
        reactor.start();
        reactor.close(ChronoUnit.FOREVER.getDuration());
        assertThat(reactor.loops().get(0).state()).isEqualTo(LoopState.ENDED);
        assertThat(threadsOf("patient")).isEmpty();
        reactor.start();
        assertThat(reactor.isRunning()).isTrue();
        reactor.close();
    }

    /** It was replaced, so the reactor does not know it any more. */
    @Test
    @Tag("D3")
    @Tag("K6")
    void aConnectionThatDiedWithItsLoopDoesNotLiveAgainWithTheNext() throws Exception {
        try (Live live = Live.start(2)) {
            Listener listener = live.listen(new RecordingHandler());
            ConnectionConfig config =
                    ConnectionConfig.builder("line")
                            .address(listener.localAddress())
                            .handler(new RecordingHandler())
                            .build();
            Connection dead = Await.result(live.reactor.connect(config));
            Await.result(dead.open());
            dead.loop()
                    .execute(() -> {
                        throw new AssertionError("thrown by a test");
                    });
            Await.next(live.observer.failures);
            Connection next = Await.result(live.reactor.connect(config));
            assertThat(next.loop()).isNotSameAs(dead.loop());
            live.reactor.close();
            live.reactor.start();
            assertThat(dead.state()).isEqualTo(ConnectionState.FAILED);
            assertThat(Await.failure(dead.open())).hasMessageContaining("connection line");
        }
    }
}
