package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.runtime.framing.Framers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way to the end: onClose once, last, with the right reason, and nothing left. */
@Tag("E2")
@Tag("E3")
@Tag("fault-F34")
class SessionEndsTest {

    interface Ending {
        void bring(Embedded embedded, ScriptedPeer peer);
    }

    private static final SessionSettings SETTINGS =
            SessionSettings.DEFAULT
                    .withMaxFrameBytes(100)
                    .withOutbound(new OutboundLimits(50, 10, 100))
                    .withTimeouts(
                            new SessionTimeouts(
                                    Duration.ofSeconds(60),
                                    Duration.ofSeconds(10),
                                    Duration.ofSeconds(20),
                                    Duration.ofSeconds(5)));

    static Stream<Arguments> endings() {
        return Stream.of(
                end(CloseReason.PEER_CLOSED, "FIN", (e, p) -> p.sendsFin()),
                end(CloseReason.PEER_CLOSED, "FIN in a frame", (e, p) -> p.sends("ab").sendsFin()),
                end(CloseReason.PEER_RESET, "RST", (e, p) -> p.resets()),
                end(CloseReason.PEER_RESET, "RST in a frame", (e, p) -> p.sends("ab").resets()),
                end(CloseReason.PEER_RESET, "RST found by a write", SessionEndsTest::breakPipe),
                end(CloseReason.LOCAL_CLOSE, "close", SessionEndsTest::closeBoth),
                end(CloseReason.LOCAL_CLOSE, "close, peer silent", SessionEndsTest::closeAlone),
                end(CloseReason.LOCAL_CLOSE, "close, then RST", SessionEndsTest::closeThenReset),
                end(CloseReason.LOCAL_ABORT, "abort", (e, p) -> e.session().abort()),
                end(CloseReason.IDLE_TIMEOUT, "idle", SessionEndsTest::idle),
                end(CloseReason.FRAME_TIMEOUT, "frame timeout", SessionEndsTest::drip),
                end(CloseReason.WRITE_TIMEOUT, "write timeout", SessionEndsTest::stall),
                end(CloseReason.FRAME_TOO_LARGE, "large", SessionEndsTest::large),
                end(CloseReason.HANDLER_ERROR, "handler", SessionEndsTest::handlerError),
                end(CloseReason.SHUTDOWN, "listener", SessionEndsTest::closeSessions),
                end(CloseReason.SHUTDOWN, "drain", (e, p) -> e.listener.drain()),
                end(CloseReason.SHUTDOWN, "reactor", (e, p) -> e.reactor.close()));
    }

    private static Arguments end(CloseReason reason, String name, Ending ending) {
        return Arguments.of(reason, name, ending);
    }

    private static void breakPipe(Embedded embedded, ScriptedPeer peer) {
        peer.breaksPipe();
        embedded.session().send("x");
    }

    private static void closeBoth(Embedded embedded, ScriptedPeer peer) {
        embedded.session().close();
        embedded.settle();
        peer.sendsFin();
    }

    private static void closeAlone(Embedded embedded, ScriptedPeer peer) {
        embedded.session().close();
        embedded.advance(Duration.ofMillis(4_900));
        assertThat(peer.isClosed()).isFalse();
        embedded.advance(Duration.ofMillis(200));
    }

    private static void closeThenReset(Embedded embedded, ScriptedPeer peer) {
        embedded.session().close();
        embedded.settle();
        peer.resets();
    }

    private static void idle(Embedded embedded, ScriptedPeer peer) {
        embedded.advance(Duration.ofSeconds(59));
        peer.sends("here\n");
        embedded.settle();
        embedded.advance(Duration.ofSeconds(59));
        assertThat(embedded.session().isOpen()).isTrue();
        embedded.advance(Duration.ofSeconds(2));
        peer.sendsFin();
    }

    private static void drip(Embedded embedded, ScriptedPeer peer) {
        for (int i = 0; i < 9; i++) {
            peer.sends("x");
            embedded.settle();
            embedded.advance(Duration.ofSeconds(1));
            assertThat(embedded.session().isOpen()).isTrue();
        }
        embedded.advance(Duration.ofSeconds(2));
        peer.sendsFin();
    }

    private static void stall(Embedded embedded, ScriptedPeer peer) {
        peer.takesOnly(5);
        embedded.session().send("0123456789");
        embedded.settle();
        embedded.advance(Duration.ofSeconds(19));
        peer.takesMore(1);
        embedded.settle();
        embedded.advance(Duration.ofSeconds(19));
        assertThat(embedded.session().isOpen()).as("the peer took a byte").isTrue();
        embedded.advance(Duration.ofSeconds(2));
        assertThat(peer.wasReset()).isTrue();
    }

    private static void large(Embedded embedded, ScriptedPeer peer) {
        peer.sends("x".repeat(101)).sendsFin();
    }

    private static void handlerError(Embedded embedded, ScriptedPeer peer) {
        embedded.handler.message((session, frame) -> {
            throw new IllegalStateException("thrown by a test");
        });
        peer.sends("x\n").sendsFin();
    }

    private static void closeSessions(Embedded embedded, ScriptedPeer peer) {
        embedded.listener.closeSessions(CloseReason.SHUTDOWN);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("endings")
    @Tag("J1")
    void onCloseComesOnceAndLast(CloseReason reason, String name, Ending ending) {
        RecordingHandler handler = new RecordingHandler();
        try (Embedded embedded = Embedded.lines(handler, SETTINGS)) {
            ScriptedPeer peer = embedded.connect();
            Session session = embedded.session();
            ending.bring(embedded, peer);
            if (embedded.reactor.isRunning()) {
                embedded.settle();
                if (!peer.isClosed()) {
                    peer.sendsFin();
                    embedded.settle();
                }
            }
            assertThat(peer.isClosed()).isTrue();
            List<String> events = handler.takeEvents();
            assertThat(events).endsWith("close:" + reason);
            assertThat(events).filteredOn(event -> event.startsWith("close")).hasSize(1);
            assertThat(session.closeReason()).isEqualTo(reason);
            assertThat(session.isOpen()).isFalse();
            assertThat(session.send("late")).isEqualTo(SendResult.CLOSED);
            assertThat(embedded.observer.closed).containsExactly(reason);
            assertThat(embedded.listener.stats().closed()).containsEntry(reason, 1L);
            assertThat(embedded.listener.stats().sessions()).isZero();
            assertThat(embedded.reactor.session(session.id())).isEmpty();
            if (embedded.reactor.isRunning()) {
                embedded.turn();
                assertThat(embedded.loop().stats().timersArmed()).isZero();
            }
        }
    }

    @Test
    @Tag("fault-F14")
    void bytesThatBreakTheFraming() {
        RecordingHandler handler = new RecordingHandler();
        try (Embedded embedded =
                Embedded.with(handler, config -> config.framer(Framers.varint()))) {
            ScriptedPeer peer = embedded.connect();
            peer.sends(new byte[] {-1, -1, -1, -1, -1, -1, -1}).sendsFin();
            embedded.settle();
            assertThat(handler.takeEvents())
                    .containsExactly("open", "error:FramingException", "close:PROTOCOL_ERROR");
        }
    }

    @Test
    @Tag("E9")
    void onIdleMayKeepTheSessionForAnotherTimeout() {
        RecordingHandler handler = new RecordingHandler().idle(session -> true);
        try (Embedded embedded = Embedded.lines(handler, SETTINGS)) {
            embedded.connect();
            for (int i = 0; i < 3; i++) {
                embedded.advance(Duration.ofSeconds(61));
            }
            assertThat(handler.takeEvents()).containsExactly("open", "idle", "idle", "idle");
            assertThat(embedded.session().isOpen()).isTrue();
        }
    }

    @Test
    @Tag("E9")
    void bytesThatCameInTimeCountEvenWhenTheTimerIsDueInTheSameTurn() {
        RecordingHandler handler = new RecordingHandler();
        try (Embedded embedded = Embedded.lines(handler, SETTINGS)) {
            ScriptedPeer peer = embedded.connect();
            peer.sends("in time\n");
            embedded.advance(Duration.ofSeconds(61));
            assertThat(handler.takeEvents()).containsExactly("open", "message:in time");
        }
    }

    @Test
    @Tag("E9")
    void timeoutsOfZeroAreOff() {
        SessionSettings off =
                SessionSettings.DEFAULT.withTimeouts(
                        new SessionTimeouts(
                                Duration.ZERO,
                                Duration.ZERO,
                                Duration.ZERO,
                                Duration.ofSeconds(5)));
        try (Embedded embedded = Embedded.lines(new RecordingHandler(), off)) {
            ScriptedPeer peer = embedded.connect().takesOnly(0).sends("unfinished");
            embedded.session().send("never taken");
            embedded.settle();
            embedded.advance(Duration.ofDays(30));
            assertThat(embedded.session().isOpen()).isTrue();
            assertThat(peer.isClosed()).isFalse();
        }
    }

    @Test
    @Tag("G5")
    @Tag("fault-F16")
    void aResetFailsWhatWasQueuedOnceAndCountsIt() {
        List<Throwable> failures = new ArrayList<>();
        RecordingHandler handler = new RecordingHandler();
        try (Embedded embedded = Embedded.lines(handler)) {
            ScriptedPeer peer = embedded.connect().takesOnly(3).completesWritesLater();
            Session session = embedded.session();
            session.send(
                    ByteBuffer.wrap("0123456789".getBytes()),
                    (s, failure) -> failures.add(failure));
            embedded.settle();
            peer.resets();
            embedded.settle();
            assertThat(handler.takeEvents()).containsExactly("open", "close:PEER_RESET");
            assertThat(failures).hasSize(1).hasOnlyElementsOfType(ClosedSessionException.class);
            assertThat(session.unsentBytes()).isEqualTo(8);
            assertThat(session.closeCause()).hasMessage("Connection reset");
        }
    }

    @Test
    @Tag("G12")
    void aSessionClosedInTheMidstOfAWriteKeepsItsBuffersUntilTheEngineGivesThemBack() {
        try (Embedded embedded = Embedded.lines(new RecordingHandler())) {
            ScriptedPeer peer = embedded.connect().takesOnly(0).completesWritesLater();
            embedded.session().send("in flight");
            embedded.turn();
            embedded.session().abort();
            embedded.turn();
            assertThat(peer.isClosed()).isTrue();
            assertThat(embedded.buffersInUse()).isPositive();
            embedded.settle();
            assertThat(embedded.buffersInUse()).isZero();
        }
    }
}
