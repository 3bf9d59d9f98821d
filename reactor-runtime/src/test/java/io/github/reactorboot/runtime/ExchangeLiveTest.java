package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.runtime.exchange.CorrelationKey;
import io.github.reactorboot.runtime.exchange.ExchangeStats;
import io.github.reactorboot.runtime.exchange.Exchanges;
import io.github.reactorboot.runtime.exchange.ReplyReader;
import io.github.reactorboot.runtime.framing.Framers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Exchanges over real sockets, from several threads. */
@Tag("P5")
class ExchangeLiveTest {

    private static final int REQUESTS = 1_000;
    private static final int THREADS = 4;

    private final RecordingHandler handler = new RecordingHandler();

    @Test
    void aThousandInFlightAreAnsweredOutOfOrder() throws Exception {
        Exchanges exchanges =
                Exchanges.byKey(CorrelationKey.ofInt(0))
                        .maxInFlight(REQUESTS)
                        .handler(handler)
                        .build();
        try (Live live = Live.start()) {
            Listener listener =
                    live.listen(Live.frames("main", exchanges).framer(Framers.length(4)));
            TestClient peer = live.connect(listener);
            Session session = Await.next(handler.opened);
            List<CompletableFuture<Long>> replies = new ArrayList<>();
            for (int i = 0; i < REQUESTS; i++) {
                replies.add(exchanges.exchange(session, number(i), ExchangeLiveTest::valueOf));
            }
            List<byte[]> received = new ArrayList<>();
            for (int i = 0; i < REQUESTS; i++) {
                received.add(peer.readFrame());
                assertThat(ByteBuffer.wrap(received.get(i)).getInt()).as("in order").isEqualTo(i);
            }
            assertThat(exchanges.stats().inFlight()).isEqualTo(REQUESTS);
            Collections.shuffle(received, new Random(5));
            for (byte[] request : received) {
                int key = ByteBuffer.wrap(request).getInt();
                peer.sendFrame(
                        ByteBuffer.allocate(12).putInt(key).putLong(key * 1_000_000L).array());
            }
            for (int i = 0; i < REQUESTS; i++) {
                assertThat(Await.result(replies.get(i))).isEqualTo(i * 1_000_000L);
            }
            assertThat(exchanges.stats().replies()).isEqualTo(REQUESTS);
            assertThat(exchanges.stats().inFlight()).isZero();
        }
    }

    @Test
    void theRequestsOfEachThreadLeaveInItsOrderAlsoAmongItsSends() throws Exception {
        Exchanges exchanges = Exchanges.inOrder().maxInFlight(4_000).handler(handler).build();
        try (Live live = Live.start()) {
            TestClient peer = live.connect(live.listen(exchanges));
            Session session = Await.next(handler.opened);
            ConcurrentLinkedQueue<CompletableFuture<Boolean>> replies =
                    new ConcurrentLinkedQueue<>();
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                int thread = t;
                threads.add(
                        new Thread(() -> {
                            for (int i = 0; i < REQUESTS; i += 2) {
                                String text = thread + " " + i;
                                replies.add(
                                        exchanges.exchange(session, text).thenApply(text::equals));
                                session.send(thread + " " + (i + 1));
                            }
                        }));
            }
            threads.forEach(Thread::start);
            int[] next = new int[THREADS];
            for (int i = 0; i < REQUESTS * THREADS; i++) {
                String line = peer.readLine();
                int thread = line.charAt(0) - '0';
                assertThat(line).isEqualTo(thread + " " + next[thread]++);
                if ((next[thread] & 1) == 1) {
                    peer.send(line + "\n");
                }
            }
            threads.forEach(Await::end);
            assertThat(replies).hasSize(REQUESTS * THREADS / 2);
            for (CompletableFuture<Boolean> each : replies) {
                assertThat(Await.result(each)).as("the reply to its own request").isTrue();
            }
        }
    }

    @Test
    void aStraightLineTaskIsResumedWhenTheSlowPeerAnswers() throws Exception {
        Exchanges exchanges = Exchanges.inOrder().handler(handler).build();
        try (Live live = Live.start()) {
            TestClient peer = live.connect(live.listen(exchanges));
            Session session = Await.next(handler.opened);
            StringBuilder conversation = new StringBuilder();
            Thread task =
                    new Thread(() -> {
                        String name = exchanges.exchange(session, "name?").join();
                        String age = exchanges.exchange(session, "age of " + name + "?").join();
                        conversation.append(name).append(' ').append(age);
                    });
            task.start();
            assertThat(peer.readLine()).isEqualTo("name?");
            live.awaitTurns();
            assertThat(task.isAlive()).isTrue();
            peer.send("joe\n");
            assertThat(peer.readLine()).isEqualTo("age of joe?");
            peer.send("7\n");
            Await.end(task);
            assertThat(conversation).hasToString("joe 7");
        }
    }

    @Test
    @Tag("D3")
    void aPeerThatClosesFailsWhatIsInFlight() throws Exception {
        Exchanges exchanges = Exchanges.inOrder().handler(handler).build();
        try (Live live = Live.start()) {
            TestClient peer = live.connect(live.listen(exchanges));
            Session session = Await.next(handler.opened);
            var answered = exchanges.exchange(session, "one");
            var lost = exchanges.exchange(session, "two");
            peer.readLine();
            peer.readLine();
            peer.send("1\n");
            peer.shutdownOutput();
            assertThat(Await.result(answered)).isEqualTo("1");
            assertThat(((ClosedSessionException) Await.failure(lost)).reason())
                    .isEqualTo(CloseReason.PEER_CLOSED);
            assertThat(exchanges.stats().inFlight()).isZero();
        }
    }

    @Test
    void everyFutureIsCompletedOnceWhenTheReactorClosesUnderManyThreads() throws Exception {
        for (int round = 0; round < 10; round++) {
            closeUnderManyThreads(round % 2 == 0);
        }
    }

    private static void closeUnderManyThreads(boolean byKey) throws Exception {
        RecordingHandler own = new RecordingHandler();
        Exchanges exchanges =
                (byKey ? Exchanges.byKey(CorrelationKey.ofInt(0)) : Exchanges.inOrder())
                        .maxInFlight(100)
                        .handler(own)
                        .build();
        AtomicInteger completions = new AtomicInteger();
        ConcurrentLinkedQueue<CompletableFuture<?>> all = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        CountDownLatch busy = new CountDownLatch(THREADS);
        try (Live live = Live.start()) {
            TestClient peer = live.connect(live.listen(Live.frames("main", exchanges)));
            Session session = Await.next(own.opened);
            for (int t = 0; t < THREADS; t++) {
                int first = t << 24;
                threads.add(
                        new Thread(() -> {
                            for (int i = 0; session.isOpen() || i < 300; i++) {
                                var reply =
                                        exchanges.exchange(session, number(first + i), anything());
                                reply.whenComplete(
                                        (value, failure) -> completions.incrementAndGet());
                                all.add(reply);
                                if (i % 5 == 0) {
                                    reply.cancel(false);
                                }
                                if (i == 200) {
                                    busy.countDown();
                                }
                            }
                        }));
            }
            Thread echo = new Thread(() -> echoUntilTheEnd(peer));
            threads.add(echo);
            threads.forEach(Thread::start);
            Await.latch(busy);
        }
        threads.forEach(Await::end);
        for (CompletableFuture<?> each : all) {
            assertThat(each).isDone();
        }
        assertThat(completions).hasValue(all.size());
        ExchangeStats stats = exchanges.stats();
        assertThat(stats.inFlight()).isZero();
        assertThat(stats.requests()).isEqualTo(all.size());
        assertThat(
                        stats.replies()
                                + stats.timeouts()
                                + stats.cancelled()
                                + stats.closed()
                                + stats.refused())
                .isEqualTo(all.size());
    }

    private static long valueOf(ByteBuffer reply) {
        return reply.position(reply.position() + Integer.BYTES).getLong();
    }

    private static void echoUntilTheEnd(TestClient peer) {
        try {
            while (true) {
                peer.sendFrame(peer.readFrame());
            }
        } catch (IOException end) {
            // The reactor has closed the connection.
        }
    }

    private static ReplyReader<Integer> anything() {
        return ByteBuffer::getInt;
    }

    private static ByteBuffer number(int number) {
        return ByteBuffer.allocate(4).putInt(0, number);
    }
}
