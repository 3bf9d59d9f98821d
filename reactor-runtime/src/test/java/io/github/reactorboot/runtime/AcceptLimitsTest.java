package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who is let in, and onto which loop. */
class AcceptLimitsTest {

    private static AcceptLimits most(int total, int perAddress) {
        return AcceptLimits.DEFAULT.withMaxSessions(total, perAddress);
    }

    private static long refused(Listener listener, RefuseReason reason) {
        return listener.stats().refused().get(reason);
    }

    @Test
    @Tag("C7")
    @Tag("fault-F3")
    void connectionsBeyondTheBoundAreClosedAndCountedAndSessionsLiveOn() throws Exception {
        try (Live live = Live.start()) {
            RecordingHandler handler = RecordingHandler.echo();
            Listener listener = live.listen(Live.lines("main", handler).limits(most(2, 0)));
            TestClient first = live.connect(listener);
            TestClient second = live.connect(listener);
            assertThat(live.connect(listener).isRefused()).isTrue();
            assertThat(live.connect(listener).isRefused()).isTrue();
            assertThat(refused(listener, RefuseReason.MAX_SESSIONS)).isEqualTo(2);
            second.send("hi\n");
            assertThat(second.readLine()).isEqualTo("hi");
            first.close();
            Await.next(live.observer.closed);
            live.awaitTurns();
            TestClient third = live.connect(listener);
            third.send("room\n");
            assertThat(third.readLine()).isEqualTo("room");
        }
    }

    @Test
    @Tag("C7")
    @Tag("fault-F3")
    void theBoundIsExactUnderConcurrentConnects() throws Exception {
        int bound = 10;
        int threads = 8;
        int each = 10;
        try (Live live = Live.start(2)) {
            Listener listener =
                    live.listen(Live.lines("main", RecordingHandler.echo()).limits(most(bound, 0)));
            Queue<TestClient> served = new ConcurrentLinkedQueue<>();
            Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
            CountDownLatch go = new CountDownLatch(1);
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                Thread client = new Thread(() -> connectMany(listener, each, go, served));
                client.setUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
                client.start();
                clients.add(client);
            }
            go.countDown();
            clients.forEach(Await::end);
            served.forEach(live::closeLater);
            assertThat(failures).isEmpty();
            assertThat(served).hasSize(bound);
            assertThat(refused(listener, RefuseReason.MAX_SESSIONS))
                    .isEqualTo(threads * each - bound);
            assertThat(listener.stats().sessions()).isEqualTo(bound);
        }
    }

    private static void connectMany(
            Listener listener, int count, CountDownLatch go, Queue<TestClient> served) {
        Await.latch(go);
        for (int i = 0; i < count; i++) {
            try {
                TestClient client = TestClient.connect(listener);
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
    @Tag("C7")
    @Tag("fault-F4")
    void oneAddressHasItsOwnBound() throws Exception {
        try (Live live = Live.start()) {
            RecordingHandler handler = RecordingHandler.echo();
            Listener listener = live.listen(Live.lines("main", handler).limits(most(100, 1)));
            TestClient first = live.connect(listener);
            assertThat(live.connect(listener).isRefused()).isTrue();
            assertThat(refused(listener, RefuseReason.MAX_SESSIONS_PER_ADDRESS)).isEqualTo(1);
            first.close();
            Await.next(live.observer.closed);
            live.awaitTurns();
            TestClient next = live.connect(listener);
            next.send("free again\n");
            assertThat(next.readLine()).isEqualTo("free again");
        }
    }

    @Test
    @Tag("C5")
    void theFilterSeesThePeerAndItsNoOrExceptionRefuses() throws Exception {
        List<SocketAddress> seen = new ArrayList<>();
        AcceptFilter filter =
                peer -> {
                    seen.add(peer);
                    if (seen.size() == 2) {
                        throw new IllegalStateException("thrown by a test");
                    }
                    return seen.size() > 2;
                };
        try (Live live = Live.start()) {
            Listener listener =
                    live.listen(Live.lines("main", RecordingHandler.echo()).filter(filter));
            TestClient no = live.connect(listener);
            assertThat(no.isRefused()).isTrue();
            assertThat(live.connect(listener).isRefused()).isTrue();
            TestClient yes = live.connect(listener);
            yes.send("hi\n");
            assertThat(yes.readLine()).isEqualTo("hi");
            assertThat(refused(listener, RefuseReason.FILTER)).isEqualTo(2);
            assertThat(listener.stats().opened()).isEqualTo(1);
            assertThat(((InetSocketAddress) seen.get(0)).getPort()).isEqualTo(no.localPort());
        }
    }

    @Test
    @Tag("A4")
    void sessionsGoToTheLoopWithTheFewest() throws Exception {
        try (Live live = Live.start(builder -> builder.loops(3))) {
            RecordingHandler handler = new RecordingHandler();
            Listener listener = live.listen(handler);
            List<TestClient> clients = new ArrayList<>();
            Map<Session, TestClient> bySession = new HashMap<>();
            for (int i = 0; i < 9; i++) {
                clients.add(live.connect(listener));
                bySession.put(Await.next(handler.opened), clients.get(i));
            }
            assertThat(live.reactor.loops())
                    .allSatisfy(loop -> assertThat(loop.stats().sessions()).isEqualTo(3));
            EventLoop emptied = live.reactor.loops().get(1);
            for (Map.Entry<Session, TestClient> each : bySession.entrySet()) {
                if (each.getKey().loop() == emptied) {
                    each.getValue().close();
                    Await.next(live.observer.closed);
                }
            }
            live.awaitTurns();
            for (int i = 0; i < 3; i++) {
                live.connect(listener);
                assertThat(Await.next(handler.opened).loop()).isSameAs(emptied);
            }
        }
    }

    @Test
    @Tag("A4")
    void sessionsGoRoundTheLoopsIfAsked() throws Exception {
        try (Live live = Live.start(builder -> builder.loops(3).spread(Spread.ROUND_ROBIN))) {
            RecordingHandler handler = new RecordingHandler();
            Listener listener = live.listen(handler);
            List<Integer> loops = new ArrayList<>();
            for (int i = 0; i < 7; i++) {
                TestClient client = live.connect(listener);
                loops.add(Await.next(handler.opened).loop().index());
                client.close();
                Await.next(live.observer.closed);
            }
            for (int i = 1; i < 7; i++) {
                assertThat(loops.get(i)).isEqualTo((loops.get(i - 1) + 1) % 3);
            }
        }
    }
}
