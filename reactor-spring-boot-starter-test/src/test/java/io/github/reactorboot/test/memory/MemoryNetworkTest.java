package io.github.reactorboot.test.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorboot.runtime.CloseReason;
import io.github.reactorboot.runtime.Listener;
import io.github.reactorboot.runtime.ListenerConfig;
import io.github.reactorboot.runtime.Reactor;
import io.github.reactorboot.runtime.Session;
import io.github.reactorboot.runtime.SessionHandler;
import io.github.reactorboot.runtime.framing.Framers;
import io.github.reactorboot.test.clock.VirtualClock;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Reactors on threads of their own, over a network in memory. */
@Tag("R7")
@Timeout(60)
class MemoryNetworkTest {

    private static final SessionHandler ECHO = (session, frame) -> session.send(frame);

    private final VirtualClock clock = new VirtualClock();
    private final MemoryNetwork network = MemoryNetwork.create(clock);
    private final List<Reactor> reactors = new ArrayList<>();

    @AfterEach
    void close() {
        reactors.forEach(Reactor::close);
    }

    private Reactor start(int loops) {
        Reactor reactor =
                Reactor.builder("memory")
                        .loops(loops)
                        .engineProvider(network.engine())
                        .clock(clock)
                        .build();
        reactors.add(reactor);
        reactor.start();
        return reactor;
    }

    private static Listener listen(Reactor reactor, String name, int port, SessionHandler handler) {
        return reactor.listen(
                        ListenerConfig.builder(name)
                                .address("127.0.0.1", port)
                                .framer(Framers.line())
                                .handler(handler)
                                .build())
                .toCompletableFuture()
                .join();
    }

    @Test
    void aRunningLoopIsWokenByItsPeer() {
        Listener listener = listen(start(2), "main", 7000, ECHO);
        assertThat(listener.port()).isEqualTo(7000);
        for (int i = 0; i < 100; i++) {
            try (TestPeer peer = network.connect(7000)) {
                peer.send("hello\r\n");
                assertThat(peer.receiveLine()).isEqualTo("hello");
            }
        }
    }

    @Test
    void manyPeersAtTheSameTime() throws Exception {
        listen(start(3), "main", 7000, ECHO);
        List<FutureTask<Integer>> clients = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            int number = i;
            FutureTask<Integer> client =
                    new FutureTask<>(() -> {
                        int right = 0;
                        try (TestPeer peer = network.connect(7000)) {
                            for (int n = 0; n < 500; n++) {
                                String line = number + "-" + n;
                                peer.send(line + "\n");
                                right += peer.receiveLine().equals(line) ? 1 : 0;
                            }
                        }
                        return right;
                    });
            clients.add(client);
            new Thread(client).start();
        }
        for (FutureTask<Integer> client : clients) {
            assertThat(client.get()).isEqualTo(500);
        }
    }

    @Test
    void moreThanThePipesHoldPassesWhenBothSidesGoOn() throws Exception {
        network.pipeBytes(1000);
        listen(start(1), "main", 7000, ECHO);
        byte[] text = new byte[200_000];
        Random random = new Random(7);
        for (int i = 0; i < text.length; i++) {
            text[i] = (byte) (i % 100 == 99 ? '\n' : 'a' + random.nextInt(26));
        }
        try (TestPeer peer = network.connect(7000)) {
            FutureTask<Boolean> sender =
                    new FutureTask<>(() -> {
                        peer.send(text);
                        peer.shutdownOutput();
                        return true;
                    });
            new Thread(sender).start();
            assertThat(peer.receiveToEnd()).isEqualTo(text);
            assertThat(sender.get()).isTrue();
        }
    }

    @Test
    void aPeerThatIsNotReadIsToldSo() {
        network.pipeBytes(100).patience(Duration.ofMillis(50));
        listen(
                start(1),
                "main",
                7000,
                new SessionHandler() {
                    @Override
                    public void onOpen(Session session) {
                        session.pauseReading();
                    }

                    @Override
                    public void onMessage(Session session, ByteBuffer frame) {}
                });
        try (TestPeer peer = network.connect(7000)) {
            assertThatThrownBy(() -> peer.send(new byte[1 << 20]))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("the session did not read on");
            assertThatThrownBy(() -> peer.receiveLine())
                    .isInstanceOf(AssertionError.class)
                    .hasMessage("expected a line, got nothing more");
        }
    }

    @Test
    void nobodyListens() {
        listen(start(1), "main", 7000, ECHO);
        assertThatThrownBy(() -> network.connect(7001))
                .isInstanceOf(UncheckedIOException.class)
                .hasCauseInstanceOf(ConnectException.class)
                .hasMessageContaining("listened on: /127.0.0.1:7000");
    }

    @Test
    void networksDoNotKnowEachOther() {
        listen(start(1), "main", 7000, ECHO);
        MemoryNetwork other = MemoryNetwork.create();
        Reactor second = Reactor.builder("other").loops(1).engineProvider(other.engine()).build();
        reactors.add(second);
        second.start();
        listen(second, "main", 7000, (session, frame) -> session.send("the other"));
        try (TestPeer peer = other.connect(7000)) {
            peer.send("x\n");
            assertThat(peer.receiveLine()).isEqualTo("the other");
        }
    }

    @Test
    @Tag("O1")
    void theEngineIsFoundByItsNameAndNeverTakenOtherwise() {
        Reactor named = Reactor.builder("named").loops(1).engine("memory").build();
        reactors.add(named);
        named.start();
        Listener listener = listen(named, "main", 0, ECHO);
        try (TestPeer peer = MemoryNetwork.ofProcess().connect(listener.port())) {
            peer.send("x\n");
            assertThat(peer.receiveLine()).isEqualTo("x");
        }
        Reactor auto = Reactor.builder("auto").loops(1).build();
        assertThat(auto.engine().name()).isNotEqualTo("memory");
        assertThat(auto.engine().rejected()).containsKey("memory");
    }

    @Test
    @Tag("C7")
    void aPausedListenerLetsConnectionsWaitUntilItsBacklogIsFull() {
        network.patience(Duration.ofMillis(50));
        Reactor reactor = start(1);
        Listener listener = listen(reactor, "main", 7000, ECHO);
        listener.pause();
        clock.advance(Duration.ZERO);
        int backlog = listener.config().limits().backlog();
        List<TestPeer> waiting = new ArrayList<>();
        for (int i = 0; i < backlog; i++) {
            waiting.add(network.connect(7000));
        }
        assertThatThrownBy(() -> network.connect(7000))
                .hasCauseInstanceOf(SocketTimeoutException.class);
        listener.resume();
        network.patience(Duration.ofSeconds(20));
        TestPeer last = waiting.get(backlog - 1);
        last.send("x\n");
        assertThat(last.receiveLine()).isEqualTo("x");
    }

    @Test
    @Tag("C5")
    void theAddressOfThePeerIsWhatTheTestSays() {
        AtomicReference<Object> seen = new AtomicReference<>();
        listen(
                start(1),
                "main",
                7000,
                (session, frame) -> {
                    seen.set(session.remoteAddress());
                    session.send(frame);
                });
        InetSocketAddress from = new InetSocketAddress("192.0.2.7", 1234);
        InetSocketAddress to = new InetSocketAddress("127.0.0.1", 7000);
        try (TestPeer peer = network.connect(from, to, ConnectionScript.create())) {
            peer.send("x\n");
            assertThat(peer.receiveLine()).isEqualTo("x");
        }
        assertThat(seen).hasValue(from);
    }

    @Test
    @Tag("A2")
    void virtualTimePassesOnLoopsWithThreadsOfTheirOwn() {
        AtomicInteger ticks = new AtomicInteger();
        for (var loop : start(3).loops()) {
            loop.scheduleWithFixedDelay(Duration.ofSeconds(1), ticks::incrementAndGet);
        }
        clock.advance(Duration.ofHours(1));
        assertThat(ticks).hasValue(3 * 3_600);
        clock.jump(Duration.ofHours(1));
        assertThat(ticks).hasValue(3 * 3_601);
    }

    @Test
    @Tag("E9")
    void idleTimeoutsPassWithTheClock() {
        AtomicReference<CloseReason> reason = new AtomicReference<>();
        listen(
                start(1),
                "main",
                7000,
                new SessionHandler() {
                    @Override
                    public void onMessage(Session session, ByteBuffer frame) {
                        session.send(frame);
                    }

                    @Override
                    public void onClose(Session session, CloseReason why) {
                        reason.set(why);
                    }
                });
        TestPeer peer = network.connect(7000);
        peer.send("x\n");
        assertThat(peer.receiveLine()).isEqualTo("x");
        clock.advance(Duration.ofDays(1));
        assertThat(reason).hasValue(CloseReason.IDLE_TIMEOUT);
        assertThat(peer.awaitEnd()).isNotNull();
    }

    @Test
    void aLoopThatBlocksDoesNotComeToRest() {
        network.patience(Duration.ofMillis(100));
        Reactor reactor = start(1);
        CountDownLatch free = new CountDownLatch(1);
        reactor.loops()
                .get(0)
                .execute(() -> {
                    try {
                        free.await();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                });
        try {
            assertThatThrownBy(() -> clock.advance(Duration.ofSeconds(1)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("1 of 1 event loops did not come to rest");
        } finally {
            free.countDown();
        }
        assertThatThrownBy(() -> clock.advance(Duration.ofSeconds(-1)))
                .hasMessage("by must not be negative, was PT-1S");
    }

    @Test
    void aClosedPeerSaysSo() {
        listen(start(1), "main", 7000, ECHO);
        TestPeer peer = network.connect(7000);
        peer.close();
        peer.close();
        assertThatThrownBy(() -> peer.send("x")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(peer::receiveLine).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(peer::awaitEnd).isInstanceOf(IllegalStateException.class);
        assertThat(network.toString()).contains(":7000");
    }
}
