package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What handlers see of sessions on real sockets. */
class SessionCallbacksTest {

    @Test
    @Tag("E1")
    void openThenMessagesThenClose() throws Exception {
        try (Live live = Live.start()) {
            RecordingHandler handler = RecordingHandler.echo();
            TestClient client = live.connect(live.listen(handler));
            client.send("a\nb\n");
            client.shutdownOutput();
            assertThat(client.readTextToEnd()).isEqualTo("a\nb\n");
            assertThat(handler.eventsUntilClose())
                    .containsExactly("open", "message:a", "message:b", "close:PEER_CLOSED");
        }
    }

    @Test
    @Tag("A3")
    void allCallbacksOfASessionComeOnTheThreadOfItsLoop() throws Exception {
        ConcurrentHashMap<Session, Set<Thread>> threads = new ConcurrentHashMap<>();
        RecordingHandler.Action note =
                session -> {
                    assertThat(session.loop().inEventLoop()).isTrue();
                    threads.computeIfAbsent(session, s -> ConcurrentHashMap.newKeySet())
                            .add(Thread.currentThread());
                };
        RecordingHandler handler =
                new RecordingHandler()
                        .open(note)
                        .close(note)
                        .drain(note)
                        .command((session, command) -> {
                            note.run(session);
                            return "done";
                        })
                        .message((session, frame) -> {
                            note.run(session);
                            session.send(frame);
                        });
        try (Live live = Live.start(3)) {
            Listener listener = live.listen(handler);
            List<TestClient> clients = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                clients.add(live.connect(listener));
                clients.get(i).send("x\n");
                clients.get(i).readLine();
                assertThat(Await.result(Await.next(handler.opened).command("c"))).isEqualTo("done");
            }
            listener.drain();
            for (TestClient client : clients) {
                assertThat(client.readToEnd()).isEmpty();
                client.close();
                Await.next(handler.closed);
            }
            assertThat(threads).hasSize(12);
            assertThat(threads.values()).allSatisfy(each -> assertThat(each).hasSize(1));
            assertThat(handler.threads).hasSize(3);
        }
    }

    @Test
    @Tag("E8")
    @Tag("B1")
    @Tag("B3")
    void aSessionKnowsItsNamesAndAddresses() throws Exception {
        try (Live live = Live.start()) {
            RecordingHandler handler = new RecordingHandler();
            Listener listener = live.listen(handler);
            long before = System.currentTimeMillis();
            TestClient client = live.connect(listener);
            Session session = Await.next(handler.opened);
            assertThat(session.name()).isEqualTo("main-1");
            assertThat(session.endpoint()).isEqualTo("main");
            assertThat(((InetSocketAddress) session.remoteAddress()).getPort())
                    .isEqualTo(client.localPort());
            assertThat(((InetSocketAddress) session.localAddress()).getPort())
                    .isEqualTo(listener.port());
            assertThat(session.loop()).isSameAs(live.loop());
            assertThat(session.isOpen()).isTrue();
            assertThat(session.isWritable()).isTrue();
            assertThat(session.closeReason()).isNull();
            assertThat(session.closeCause()).isNull();
            assertThat(session.openedMillis()).isBetween(before, System.currentTimeMillis());
            assertThat(session).hasToString("Session[main-1]");
            client.close();
            Await.next(handler.closed);
            assertThat(((InetSocketAddress) session.localAddress()).getPort())
                    .as("for those who log its end")
                    .isEqualTo(listener.port());
            live.connect(listener);
            Session next = Await.next(handler.opened);
            assertThat(next.id()).isGreaterThan(session.id());
            assertThat(next.name()).isEqualTo("main-2");
            assertThat(live.reactor.session(session.id())).isEmpty();
        }
    }

    @Test
    @Tag("E10")
    void attributesAreTypedAndForTheLoopOnly() throws Exception {
        AttributeKey<Integer> count = AttributeKey.named("count");
        AttributeKey<Integer> other = AttributeKey.named("count");
        List<Object> seen = new ArrayList<>();
        RecordingHandler handler =
                new RecordingHandler()
                        .open(session -> seen.add(session.attribute(count, 1)))
                        .message((session, frame) -> {
                            int now = session.attribute(count) + 1;
                            seen.add(session.attribute(count, now));
                        })
                        .close(session -> {
                            seen.add(session.attribute(count));
                            seen.add(session.attribute(other));
                            seen.add(session.attribute(count, null));
                            seen.add(session.attribute(count));
                        });
        try (Live live = Live.start()) {
            TestClient client = live.connect(live.listen(handler));
            client.send("a\nb\n");
            Session session = Await.next(handler.opened);
            assertThatIllegalStateException().isThrownBy(() -> session.attribute(count));
            client.shutdownOutput();
            Await.next(handler.closed);
            assertThat(seen).containsExactly(null, 1, 2, 3, null, 3, null);
        }
    }

    @Test
    @Tag("F8")
    @Tag("F1")
    void aMegabyteCutAtRandomBySocketsGivesTheSameFrames() throws Exception {
        Random random = new Random(11);
        try (Live live = Live.start(builder -> builder.readBufferBytes(2048))) {
            SessionSettings settings = SessionSettings.DEFAULT.withMaxFrameBytes(100_000);
            Listener listener =
                    live.listen(
                            Live.frames("frames", (session, frame) -> session.send(frame))
                                    .session(settings));
            TestClient client = live.connect(listener);
            int total = 0;
            while (total < 1 << 20) {
                byte[] payload = new byte[random.nextInt(random.nextBoolean() ? 90_000 : 50)];
                random.nextBytes(payload);
                byte[] frame = TestClient.frame(payload);
                for (int from = 0; from < frame.length; ) {
                    int to = Math.min(frame.length, from + 1 + random.nextInt(5_000));
                    client.send(Arrays.copyOfRange(frame, from, to));
                    from = to;
                }
                assertThat(client.readFrame()).isEqualTo(payload);
                total += payload.length;
            }
            live.awaitUntil(() -> live.loop().stats().outboundBytes() == 0);
        }
    }

    @Test
    @Tag("E3")
    @Tag("fault-F16")
    void aResetByThePeerIsSaidToBeOne() throws Exception {
        try (Live live = Live.start()) {
            RecordingHandler handler = new RecordingHandler();
            Listener listener = live.listen(handler);
            TestClient quiet = live.connect(listener);
            Await.next(handler.opened);
            quiet.reset();
            assertThat(Await.next(live.observer.closed)).isEqualTo(CloseReason.PEER_RESET);
            TestClient inFrame = live.connect(listener);
            inFrame.send("whole\npart");
            Await.next(handler.opened);
            Await.next(handler.events);
            inFrame.reset();
            assertThat(Await.next(live.observer.closed)).isEqualTo(CloseReason.PEER_RESET);
        }
    }

    @Test
    @Tag("E3")
    @Tag("E5")
    void anAbortIsAResetForThePeerAndACloseIsAFin() throws Exception {
        try (Live live = Live.start()) {
            RecordingHandler handler = new RecordingHandler();
            Listener listener = live.listen(handler);
            TestClient aborted = live.connect(listener);
            Await.next(handler.opened).abort();
            assertThatThrownBy(aborted::readToEnd).hasMessageContaining("reset");
            assertThat(Await.next(live.observer.closed)).isEqualTo(CloseReason.LOCAL_ABORT);
            TestClient closed = live.connect(listener);
            Await.next(handler.opened).close();
            assertThat(closed.readToEnd()).isEmpty();
            closed.close();
            assertThat(Await.next(live.observer.closed)).isEqualTo(CloseReason.LOCAL_CLOSE);
        }
    }
}
