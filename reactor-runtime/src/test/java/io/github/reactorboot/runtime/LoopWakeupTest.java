package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.runtime.engine.PollEngine;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When a loop sleeps, and what wakes it. */
class LoopWakeupTest {

    @Test
    @Tag("A5")
    void anIdleLoopMakesNoTurns() throws Exception {
        try (Live live = Live.start()) {
            RecordingHandler handler = RecordingHandler.echo();
            TestClient client = live.connect(live.listen(handler));
            client.send("hi\n");
            client.readLine();
            CompletableFuture<Long> before = new CompletableFuture<>();
            CompletableFuture<Long> after = new CompletableFuture<>();
            live.loop()
                    .execute(() -> {
                        before.complete(live.loop().stats().turns());
                        live.loop()
                                .schedule(
                                        Duration.ofMillis(300),
                                        () -> after.complete(live.loop().stats().turns()));
                    });
            assertThat(Await.result(after) - Await.result(before))
                    .as("turns in 300 idle ms, of which a rest of 0.2 may be polled")
                    .isLessThan(5_000);
        }
    }

    @Test
    @Tag("A5")
    @Tag("I7")
    void theWaitIsAsLongAsTheNextTimerIsAway() {
        SessionSettings noTimeouts =
                SessionSettings.DEFAULT.withTimeouts(
                        new SessionTimeouts(
                                Duration.ZERO,
                                Duration.ZERO,
                                Duration.ZERO,
                                Duration.ofSeconds(5)));
        try (Embedded embedded = Embedded.lines(new RecordingHandler(), noTimeouts)) {
            embedded.connect();
            embedded.loop().runOnce(PollEngine.FOREVER);
            assertThat(embedded.engine.lastTimeout()).isEqualTo(PollEngine.FOREVER);
            embedded.loop().schedule(Duration.ofMillis(70), () -> {});
            embedded.loop().runOnce(PollEngine.FOREVER);
            assertThat(embedded.engine.lastTimeout()).isEqualTo(Duration.ofMillis(70).toNanos());
            embedded.clock.advance(Duration.ofMillis(100));
            embedded.loop().runOnce(PollEngine.FOREVER);
            assertThat(embedded.engine.lastTimeout()).isZero();
        }
    }

    @Test
    @Tag("A6")
    void aLoopThatIsAwakeIsNotWoken() {
        try (Embedded embedded = Embedded.lines(new RecordingHandler())) {
            int before = embedded.engine.wakeups();
            for (int i = 0; i < 100; i++) {
                embedded.loop().execute(() -> {});
            }
            assertThat(embedded.engine.wakeups()).isEqualTo(before);
            assertThat(embedded.turn()).isEqualTo(100);
        }
    }

    @ParameterizedTest
    @EnumSource(IdleStrategy.class)
    @Tag("A6")
    @Tag("H4")
    @Timeout(60)
    void everyTaskOfEightProducersRunsInOrder(IdleStrategy strategy) throws Exception {
        int producers = 8;
        int each = strategy == IdleStrategy.BLOCK ? 20_000 : 2_000;
        try (Live live = Live.start(builder -> builder.idleStrategy(strategy))) {
            ConcurrentHashMap<Integer, List<Integer>> got = new ConcurrentHashMap<>();
            CountDownLatch done = new CountDownLatch(producers * each);
            List<Thread> threads = new ArrayList<>();
            for (int p = 0; p < producers; p++) {
                int producer = p;
                got.put(producer, new ArrayList<>());
                Thread thread =
                        new Thread(() -> {
                            for (int i = 0; i < each; i++) {
                                int number = i;
                                Runnable task =
                                        () -> {
                                            got.get(producer).add(number);
                                            done.countDown();
                                        };
                                while (!live.loop().execute(task)) {
                                    Thread.onSpinWait();
                                }
                            }
                        });
                thread.start();
                threads.add(thread);
            }
            threads.forEach(Await::end);
            Await.latch(done);
            assertThat(got.values())
                    .allSatisfy(numbers -> {
                        assertThat(numbers).hasSize(each).isSorted();
                    });
        }
    }

    @Test
    @Tag("A6")
    @Timeout(60)
    void aSleepingLoopIsWokenEachTime() throws Exception {
        try (Live live = Live.start()) {
            for (int i = 0; i < 20_000; i++) {
                // One after the other: each finds the loop asleep, or about to be.
                CompletableFuture<Boolean> ran = new CompletableFuture<>();
                assertThat(live.loop().execute(() -> ran.complete(true))).isTrue();
                assertThat(Await.result(ran)).isTrue();
            }
            assertThat(live.loop().stats().wakeups()).isPositive();
            live.awaitTurns();
            assertThat(live.loop().stats().commandsRun()).isGreaterThanOrEqualTo(20_000);
        }
    }

    @Test
    @Tag("A8")
    @Tag("fault-F24")
    void aFloodOfTasksDoesNotKeepSessionsWaiting() {
        RecordingHandler handler = RecordingHandler.echo();
        try (Embedded embedded = Embedded.lines(handler)) {
            ScriptedPeer peer = embedded.connect();
            for (int i = 0; i < 10_000; i++) {
                assertThat(embedded.loop().execute(() -> {})).isTrue();
            }
            peer.sends("hi\n");
            embedded.turn();
            assertThat(peer.receivedText()).isEqualTo("hi\n");
            assertThat(embedded.loop().stats().commandsPending()).isPositive();
        }
    }

    @Test
    @Tag("A8")
    void sessionsThatAnswerTheirFlushesDoNotKeepTheLoopInOneTurn() {
        try (Embedded embedded = Embedded.lines(new RecordingHandler())) {
            embedded.connect();
            sendAgain(embedded.session());
            for (int i = 0; i < 10; i++) {
                embedded.turn();
            }
            assertThat(embedded.listener.stats().framesOut()).isLessThanOrEqualTo(30);
            embedded.session().abort();
            embedded.settle();
        }
    }

    private static void sendAgain(Session session) {
        session.send(ByteBuffer.wrap(new byte[10]), (same, failure) -> sendAgain(session));
    }

    @Test
    @Tag("A1")
    @Tag("A3")
    void loopsHaveNamedThreadsOfTheirOwn() throws Exception {
        try (Live live = Live.start(2)) {
            assertThat(live.reactor.loops())
                    .allSatisfy(loop -> {
                        CompletableFuture<String> name = new CompletableFuture<>();
                        loop.execute(() -> name.complete(Thread.currentThread().getName()));
                        assertThat(Await.result(name)).isEqualTo("reactor-" + loop.name());
                        assertThat(loop.inEventLoop()).isFalse();
                    });
            assertThat(live.reactor.loops())
                    .extracting(EventLoop::name)
                    .hasToString("[live-0, live-1]");
        }
    }
}
