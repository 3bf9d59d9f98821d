package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes before a session is open, read by read. */
@Tag("D6")
class HandshakeTest {

    private static final String SENT = "HELLO bob\nfirst\nsecond\nrest";

    private final Greeting greeting = new Greeting();
    private final RecordingHandler handler =
            RecordingHandler.echo()
                    .open(session -> session.send("open for " + session.attribute(Greeting.NAME)));

    private Embedded embedded() {
        return Embedded.with(handler, config -> config.handshake(greeting));
    }

    static IntStream splits() {
        return IntStream.rangeClosed(1, SENT.length());
    }

    @ParameterizedTest
    @MethodSource("splits")
    @Tag("F8")
    void theSessionOpensOnceAndWhatIsLeftIsFramed(int length) {
        try (Embedded embedded = embedded()) {
            ScriptedPeer peer = embedded.connect();
            byte[] bytes = SENT.getBytes(StandardCharsets.UTF_8);
            for (int from = 0; from < bytes.length; from += length) {
                peer.sends(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + length)));
            }
            assertThat(handler.takeEvents()).as("before the peer has spoken").isEmpty();
            embedded.settle();
            assertThat(handler.takeEvents())
                    .containsExactly("open", "message:first", "message:second");
            assertThat(peer.receivedText()).isEqualTo("WELCOME\nopen for bob\nfirst\nsecond\n");
            peer.sends(" of it\n");
            embedded.settle();
            assertThat(handler.takeEvents()).containsExactly("message:rest of it");
            EndpointStats stats = embedded.listener.stats();
            assertThat(stats.opened()).isEqualTo(1);
            assertThat(stats.framesOut()).as("raw bytes are no frames").isEqualTo(4);
            assertThat(embedded.observer.opened).hasSize(1);
            assertThat(greeting.abandoned).isEmpty();
        }
    }

    @Test
    @Tag("G10")
    void nothingIsSentBeforeTheSessionIsOpen() throws IOException {
        try (Embedded embedded = embedded()) {
            ScriptedPeer peer = embedded.connect();
            Session session = Await.next(greeting.openings).session();
            assertThat(session.isOpen()).isFalse();
            assertThat(session.send("too early")).isEqualTo(SendResult.CLOSED);
            Batch batch = session.batch();
            batch.add(ByteBuffer.wrap(new byte[1]));
            assertThat(batch.send()).isEqualTo(SendResult.CLOSED);
            assertThat(embedded.reactor.session(session.id())).isEmpty();
            assertThat(embedded.reactor.session(session.name())).isEmpty();
            assertThat(embedded.reactor.sessions()).isEmpty();
            assertThat(embedded.listener.sessions()).isEmpty();
            peer.sends("HELLO bob\n");
            embedded.settle();
            assertThat(peer.receivedText()).isEqualTo("WELCOME\nopen for bob\n");
            assertThat(session.isOpen()).isTrue();
            assertThat(embedded.reactor.session(session.id())).containsSame(session);
        }
    }

    @Test
    void whoSpeaksFirstMayFinishAtOnce() {
        greeting.connected(opening -> {
            opening.session().attribute(Greeting.NAME, "nobody");
            Greeting.send(opening, "HI\n");
            opening.finish();
            opening.finish();
            opening.reject(new HandshakeException("too late"));
        });
        try (Embedded embedded = embedded()) {
            ScriptedPeer peer = embedded.connect().sends("x\n");
            embedded.settle();
            assertThat(peer.receivedText()).isEqualTo("HI\nopen for nobody\nx\n");
            assertThat(handler.takeEvents()).containsExactly("open", "message:x");
        }
    }

    private void assertRefused(Embedded embedded, RefuseReason refused, CloseReason reason) {
        EndpointStats stats = embedded.listener.stats();
        assertThat(handler.takeEvents()).as("the handler knows nothing of it").isEmpty();
        assertThat(stats.opened()).isZero();
        assertThat(stats.closed().values()).containsOnly(0L);
        assertThat(stats.refused()).containsEntry(refused, 1L);
        assertThat(stats.sessions()).isZero();
        assertThat(embedded.observer.handshakes).containsExactly(reason);
        assertThat(embedded.observer.opened).isEmpty();
        assertThat(embedded.observer.closed).isEmpty();
        assertThat(greeting.abandoned).containsExactly("main-1:" + reason);
    }

    @Test
    void aPeerThatIsRejectedGetsWhatWasSentAndThenFin() {
        try (Embedded embedded = embedded()) {
            ScriptedPeer peer = embedded.connect().sends("GET / HTTP/1.1\r\nHost: x\r\n");
            embedded.settle();
            assertThat(peer.receivedText()).isEqualTo("NO\n");
            assertThat(peer.gotFin()).isTrue();
            peer.sendsFin();
            embedded.settle();
            assertThat(peer.isClosed()).isTrue();
            assertRefused(embedded, RefuseReason.HANDSHAKE_FAILED, CloseReason.HANDSHAKE_FAILED);
            Session session = Await.next(greeting.openings).session();
            assertThat(session.closeCause()).hasMessageStartingWith("not a greeting: GET /");
            assertThat(session.unreadBytes()).isEqualTo(9);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anotherThreadDecides(boolean accepts) {
        greeting.greeted(opening -> {});
        try (Embedded embedded = embedded()) {
            ScriptedPeer peer = embedded.connect().sends("HELLO bob\n").sends("first\n");
            embedded.settle();
            assertThat(handler.takeEvents()).isEmpty();
            OpeningSession opening = Await.next(greeting.openings);
            Thread other =
                    new Thread(() -> {
                        if (accepts) {
                            opening.finish();
                        } else {
                            opening.reject(new HandshakeException("unknown"));
                        }
                    });
            other.start();
            Await.end(other);
            embedded.settle();
            if (accepts) {
                assertThat(handler.takeEvents()).containsExactly("open", "message:first");
                assertThat(peer.receivedText()).endsWith("open for bob\nfirst\n");
            } else {
                assertThat(peer.gotFin()).isTrue();
                peer.sendsFin();
                embedded.settle();
                assertRefused(
                        embedded, RefuseReason.HANDSHAKE_FAILED, CloseReason.HANDSHAKE_FAILED);
            }
        }
    }

    @Test
    @Tag("E9")
    @Tag("fault-F18")
    void aHandshakeHasALimitOfItsOwnThatDripsDoNotExtend() {
        try (Embedded embedded = embedded()) {
            ScriptedPeer peer = embedded.connect();
            for (int second = 1; second < 10; second++) {
                peer.sends("H");
                embedded.advance(Duration.ofSeconds(1));
                assertThat(peer.isClosed()).isFalse();
            }
            embedded.advance(Duration.ofSeconds(1));
            assertThat(peer.isClosed()).isTrue();
            assertRefused(embedded, RefuseReason.HANDSHAKE_TIMEOUT, CloseReason.HANDSHAKE_TIMEOUT);
        }
    }

    @Test
    void whatCameInTimeCountsAfterAPauseOfTheProcess() {
        try (Embedded embedded = embedded()) {
            ScriptedPeer peer = embedded.connect();
            embedded.clock.advance(Duration.ofSeconds(11));
            peer.sends("HELLO bob\n");
            embedded.settle();
            assertThat(handler.takeEvents()).containsExactly("open");
        }
    }

    @Test
    void theLimitOfTheHandshakeEndsWithIt() {
        try (Embedded embedded = embedded()) {
            embedded.connect().sends("HELLO bob\n");
            embedded.settle();
            embedded.advance(Duration.ofSeconds(60));
            assertThat(handler.takeEvents()).containsExactly("open");
        }
    }

    @Test
    @Tag("R6")
    void whatAHandshakeTakesUpIsBounded() {
        try (Embedded embedded =
                Embedded.with(
                        handler,
                        config ->
                                config.handshake(
                                        HandshakeSettings.of(greeting).withMaxBytes(1_000)))) {
            ScriptedPeer peer = embedded.connect();
            peer.sends("H".repeat(999)).sends("E");
            embedded.settle();
            assertThat(peer.gotFin()).isFalse();
            peer.sends("L");
            embedded.settle();
            assertThat(peer.gotFin()).isTrue();
            peer.sendsFin();
            embedded.settle();
            assertRefused(embedded, RefuseReason.HANDSHAKE_FAILED, CloseReason.HANDSHAKE_FAILED);
            assertThat(Await.next(greeting.openings).session().closeCause())
                    .hasMessage(
                            "the handshake took up 1001 bytes without being finished, at the most"
                                    + " 1000");
        }
    }

    @Test
    void moreThanTheBoundIsNoMatterBehindAHandshakeThatIsDone() {
        try (Embedded embedded =
                Embedded.with(
                        handler,
                        config ->
                                config.handshake(
                                        HandshakeSettings.of(greeting).withMaxBytes(20)))) {
            embedded.connect().sends("HELLO bob\n" + "x".repeat(100) + "\n");
            embedded.settle();
            assertThat(handler.takeEvents()).containsExactly("open", "message:" + "x".repeat(100));
        }
    }

    @Test
    void whatIsThrownBehindTheFinishFailsTheHandshake() {
        greeting.greeted(opening -> {
            opening.finish();
            throw new HandshakeException("second thoughts");
        });
        try (Embedded embedded = embedded()) {
            embedded.connect().sends("HELLO bob\n").sendsFin();
            embedded.settle();
            assertRefused(embedded, RefuseReason.HANDSHAKE_FAILED, CloseReason.HANDSHAKE_FAILED);
        }
    }

    @Test
    @Tag("A9")
    void whatTheSourceThrowsRefusesThePeer() {
        try (Embedded embedded =
                Embedded.with(
                        handler,
                        config ->
                                config.handshake(session -> {
                                    throw new StackOverflowError("deep");
                                }))) {
            ScriptedPeer peer = embedded.connect().sends("HELLO bob\n").sendsFin();
            embedded.settle();
            assertThat(peer.isClosed()).isTrue();
            assertThat(embedded.observer.handshakes).containsExactly(CloseReason.HANDSHAKE_FAILED);
            assertThat(embedded.listener.stats().refused())
                    .containsEntry(RefuseReason.HANDSHAKE_FAILED, 1L);
        }
    }

    interface End {
        void of(Embedded embedded, ScriptedPeer peer, Session session);
    }

    private void assertEnds(CloseReason reason, End end) {
        try (Embedded embedded = embedded()) {
            ScriptedPeer peer = embedded.connect().sends("HEL");
            embedded.settle();
            end.of(embedded, peer, Await.next(greeting.openings).session());
            embedded.settle();
            peer.sendsFin();
            embedded.settle();
            assertThat(peer.isClosed()).isTrue();
            assertRefused(embedded, RefuseReason.HANDSHAKE_FAILED, reason);
        }
    }

    @Test
    @Tag("K4")
    void aDrainEndsAHandshake() {
        assertEnds(
                CloseReason.SHUTDOWN,
                (embedded, peer, session) -> {
                    CompletionStage<Void> drained = embedded.listener.drain();
                    embedded.settle();
                    peer.sendsFin();
                    embedded.settle();
                    assertThat(drained.toCompletableFuture()).isCompleted();
                });
    }

    @Test
    void closeAndAbortEndAHandshake() {
        assertEnds(CloseReason.LOCAL_CLOSE, (embedded, peer, session) -> session.close());
        greeting.abandoned.clear();
        assertEnds(CloseReason.LOCAL_ABORT, (embedded, peer, session) -> session.abort());
        greeting.abandoned.clear();
        assertEnds(
                CloseReason.SHUTDOWN,
                (embedded, peer, session) -> embedded.listener.closeSessions(CloseReason.SHUTDOWN));
    }

    @Test
    @Tag("E2")
    void thePeerMayGoBeforeTheHandshakeIsDone() {
        assertEnds(CloseReason.PEER_CLOSED, (embedded, peer, session) -> peer.sendsFin());
        greeting.abandoned.clear();
        assertEnds(CloseReason.PEER_RESET, (embedded, peer, session) -> peer.resets());
    }

    @Test
    @Tag("K3")
    void theEndOfTheLoopIsTheEndOfAHandshake() {
        try (Embedded embedded = embedded()) {
            embedded.connect().sends("HEL");
            embedded.settle();
            embedded.reactor.close();
            assertRefused(embedded, RefuseReason.HANDSHAKE_FAILED, CloseReason.SHUTDOWN);
        }
    }

    @Test
    @Tag("C7")
    void aHandshakeCountsAgainstTheBoundOfSessions() {
        try (Embedded embedded =
                Embedded.with(
                        handler,
                        config ->
                                config.handshake(greeting)
                                        .limits(AcceptLimits.DEFAULT.withMaxSessions(1, 0)))) {
            ScriptedPeer first = embedded.connect();
            ScriptedPeer second = embedded.connect();
            assertThat(second.isClosed()).isTrue();
            first.sendsFin();
            embedded.settle();
            ScriptedPeer third = embedded.connect().sends("HELLO carol\n");
            embedded.settle();
            assertThat(third.receivedText()).isEqualTo("WELCOME\nopen for carol\n");
        }
    }

    @Test
    void sendingRawIsForTheHandshakeAlone() {
        greeting.greeted(opening -> {
            assertThat(opening.send(ByteBuffer.wrap(new byte[2 << 20]))).isEqualTo(SendResult.FULL);
            opening.finish();
        });
        try (Embedded embedded = embedded()) {
            embedded.connect().sends("HELLO bob\n");
            embedded.settle();
            OpeningSession opening = Await.next(greeting.openings);
            assertThat(Greeting.send(opening, "late")).isEqualTo(SendResult.CLOSED);
        }
    }

    @Test
    void settingsAreChecked() {
        for (Duration wrong : new Duration[] {Duration.ZERO, Duration.ofDays(110_000)}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> HandshakeSettings.of(greeting).withTimeout(wrong))
                    .withMessageContaining("handshake timeout");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HandshakeSettings.of(greeting).withMaxBytes(0))
                .withMessageContaining("maxBytes");
    }

    @Test
    void itWorksOverRealSockets() throws IOException {
        try (Live live = Live.start()) {
            Listener listener = live.listen(Live.lines("main", handler).handshake(greeting));
            TestClient client = live.connect(listener);
            client.send("HELLO bob\nfirst\n");
            assertThat(client.readLine()).isEqualTo("WELCOME");
            assertThat(client.readLine()).isEqualTo("open for bob");
            assertThat(client.readLine()).isEqualTo("first");
            TestClient stranger = live.connect(listener);
            stranger.send("QUIT\n");
            assertThat(stranger.readTextToEnd()).isEqualTo("NO\n");
        }
        assertThat(greeting.abandoned).hasSize(1);
    }
}
