package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.runtime.framing.Framers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Sending over real sockets, whose buffers are large and beyond our control. */
class OutboundSocketTest {

    private static final int SIXTEEN_MB = 16 << 20;

    private static SessionSettings limit(long bytes) {
        return SessionSettings.DEFAULT.withOutbound(new OutboundLimits(bytes / 2, 100, bytes));
    }

    @Test
    @Tag("G4")
    @Tag("fault-F9")
    void sixteenMegabytesArriveAtAPeerThatStopsAndGoesOnWithoutAWord() throws Exception {
        byte[] payload = new byte[SIXTEEN_MB];
        new Random(2).nextBytes(payload);
        CompletableFuture<Throwable> flushed = new CompletableFuture<>();
        RecordingHandler handler = new RecordingHandler();
        handler.open(session ->
                assertThat(
                                session.send(
                                        ByteBuffer.wrap(payload),
                                        (s, failure) -> flushed.complete(failure)))
                        .isEqualTo(SendResult.ACCEPTED));
        try (Live live = Live.start()) {
            Listener listener =
                    live.listen(
                            Live.lines("main", handler)
                                    .framer(Framers.raw())
                                    .session(limit(SIXTEEN_MB)));
            TestClient client = live.closeLater(TestClient.connectSlow(listener));
            Session session = Await.next(handler.opened);
            live.awaitTurns();
            assertThat(session.unsentBytes()).as("the kernel is full").isPositive();
            assertThat(flushed).isNotDone();
            byte[] got = client.read(SIXTEEN_MB);
            assertThat(got).isEqualTo(payload);
            assertThat(Await.result(flushed)).isNull();
            live.awaitUntil(() -> session.unsentBytes() == 0);
            live.awaitUntil(() -> live.loop().stats().outboundBytes() == 0);
        }
    }

    @Test
    @Tag("A5")
    @Tag("G4")
    void aStuckPeerCostsNoTurns() throws Exception {
        RecordingHandler handler = new RecordingHandler();
        handler.open(session -> session.send(new byte[SIXTEEN_MB]));
        try (Live live = Live.start()) {
            Listener listener =
                    live.listen(
                            Live.lines("main", handler)
                                    .framer(Framers.raw())
                                    .session(limit(SIXTEEN_MB)));
            live.closeLater(TestClient.connectSlow(listener));
            Session session = Await.next(handler.opened);
            CompletableFuture<Long> before = new CompletableFuture<>();
            CompletableFuture<Long> after = new CompletableFuture<>();
            session.schedule(
                    Duration.ofMillis(100), () -> before.complete(live.loop().stats().turns()));
            session.schedule(
                    Duration.ofMillis(300), () -> after.complete(live.loop().stats().turns()));
            assertThat(Await.result(after) - Await.result(before)).isLessThanOrEqualTo(10);
            assertThat(session.unsentBytes()).isPositive();
        }
    }

    @Test
    @Tag("G3")
    @Tag("G8")
    @Tag("H4")
    void eachThreadsPayloadsArriveInItsOrder() throws Exception {
        int threads = 4;
        int each = 5_000;
        RecordingHandler handler = new RecordingHandler();
        try (Live live = Live.start()) {
            TestClient client = live.connect(live.listen(handler));
            Session session = Await.next(handler.opened);
            List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
            List<Thread> senders = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                int sender = t;
                Thread thread = new Thread(() -> sendNumbers(session, sender, each));
                thread.setUncaughtExceptionHandler((same, failure) -> failures.add(failure));
                thread.start();
                senders.add(thread);
            }
            int[] next = new int[threads];
            for (int i = 0; i < threads * each; i++) {
                String[] parts = client.readLine().split(":", 2);
                int sender = Integer.parseInt(parts[0]);
                assertThat(Integer.parseInt(parts[1])).isEqualTo(next[sender]++);
            }
            senders.forEach(Await::end);
            assertThat(failures).isEmpty();
        }
    }

    private static void sendNumbers(Session session, int sender, int count) {
        for (int i = 0; i < count; i++) {
            while (session.send(sender + ":" + i) == SendResult.FULL) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    @Tag("G1")
    @Tag("G8")
    void payloadsOfOtherThreadsAreBoundedAndAllOrNothing() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        RecordingHandler handler = new RecordingHandler();
        try (Live live = Live.start()) {
            Listener listener = live.listen(Live.lines("main", handler).session(limit(1_000)));
            TestClient client = live.connect(listener);
            Session session = Await.next(handler.opened);
            live.loop()
                    .execute(() -> {
                        held.countDown();
                        Await.latch(release);
                    });
            Await.latch(held);
            for (int i = 0; i < 10; i++) {
                assertThat(session.send("x".repeat(99))).isEqualTo(SendResult.ACCEPTED);
            }
            assertThat(session.send("")).isEqualTo(SendResult.FULL);
            assertThat(session.unsentBytes()).isEqualTo(1_000);
            release.countDown();
            for (int i = 0; i < 10; i++) {
                assertThat(client.readLine()).isEqualTo("x".repeat(99));
            }
            live.awaitUntil(() -> session.unsentBytes() == 0);
            assertThat(listener.stats().sendsRefused()).isEqualTo(1);
            assertThat(session.send("room again")).isEqualTo(SendResult.ACCEPTED);
            assertThat(client.readLine()).isEqualTo("room again");
        }
    }

    @Test
    @Tag("G6")
    void aBatchOfAnotherThreadArrivesTogether() throws Exception {
        RecordingHandler handler = new RecordingHandler();
        try (Live live = Live.start()) {
            TestClient client = live.connect(live.listen(handler));
            Session session = Await.next(handler.opened);
            try (Batch batch = session.batch()) {
                for (int i = 0; i < 1_000; i++) {
                    batch.add(ByteBuffer.wrap(("line " + i).getBytes()));
                }
                assertThat(batch.send()).isEqualTo(SendResult.ACCEPTED);
                assertThat(batch.send()).as("nothing is left in it").isEqualTo(SendResult.ACCEPTED);
            }
            for (int i = 0; i < 1_000; i++) {
                assertThat(client.readLine()).isEqualTo("line " + i);
            }
        }
    }

    @Test
    @Tag("G5")
    void flushCallbacksOfOtherThreadsComeOnTheLoopAlsoWhenTheSessionEnds() throws Exception {
        RecordingHandler handler = new RecordingHandler();
        try (Live live = Live.start()) {
            Listener listener = live.listen(Live.lines("main", handler).session(limit(SIXTEEN_MB)));
            TestClient client = live.closeLater(TestClient.connectSlow(listener));
            Session session = Await.next(handler.opened);
            CompletableFuture<String> good = new CompletableFuture<>();
            session.send(
                    ByteBuffer.wrap("x".getBytes()),
                    (s, failure) -> good.complete(s.loop().inEventLoop() + ":" + failure));
            assertThat(Await.result(good)).isEqualTo("true:null");
            assertThat(client.readLine()).isEqualTo("x");
            CompletableFuture<Throwable> bad = new CompletableFuture<>();
            session.send(new byte[12 << 20]);
            session.send(ByteBuffer.allocate(1), (s, failure) -> bad.complete(failure));
            session.abort();
            assertThat(Await.result(bad)).isInstanceOf(ClosedSessionException.class);
        }
    }
}
