package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Graceful ends, step by step. */
class SessionCloseTest {

    private static final SessionSettings HALF = SessionSettings.DEFAULT.withHalfClose(true);

    @Test
    @Tag("E5")
    void closeSendsWhatIsQueuedThenFinThenWaitsForThePeer() {
        RecordingHandler handler = new RecordingHandler();
        try (Embedded embedded = Embedded.lines(handler)) {
            ScriptedPeer peer = embedded.connect().takesOnly(0);
            Session session = embedded.session();
            session.send("queued");
            session.close();
            assertThat(session.isOpen()).isFalse();
            assertThat(session.send("late")).isEqualTo(SendResult.CLOSED);
            embedded.settle();
            assertThat(peer.gotFin()).as("before the queue is empty").isFalse();
            peer.takesMore(1_000);
            embedded.settle();
            assertThat(peer.receivedText()).isEqualTo("queued\n");
            assertThat(peer.gotFin()).isTrue();
            assertThat(peer.isClosed()).as("before the peer's FIN").isFalse();
            assertThat(handler.takeEvents()).containsExactly("open");
            peer.sendsFin();
            embedded.settle();
            assertThat(handler.takeEvents()).containsExactly("close:LOCAL_CLOSE");
            assertThat(peer.wasReset()).isFalse();
        }
    }

    @Test
    @Tag("E5")
    void closeFromOnMessageDropsTheFramesBehindAndSendsTheReply() {
        RecordingHandler handler =
                new RecordingHandler()
                        .message((session, frame) -> {
                            session.send("bye");
                            session.close();
                        });
        try (Embedded embedded = Embedded.lines(handler)) {
            ScriptedPeer peer = embedded.connect().sends("1\n2\n3\n").sends("4\n").sendsFin();
            embedded.settle();
            assertThat(peer.receivedText()).isEqualTo("bye\n");
            assertThat(handler.takeEvents())
                    .containsExactly("open", "message:1", "close:LOCAL_CLOSE");
            assertThat(embedded.session().unreadBytes()).isEqualTo(6);
        }
    }

    @Test
    @Tag("E5")
    void closeWaitsForPromisedReplies() {
        List<PendingReply> replies = new ArrayList<>();
        RecordingHandler handler =
                new RecordingHandler()
                        .message((session, frame) -> {
                            replies.add(session.expectReply());
                            session.close();
                        });
        try (Embedded embedded = Embedded.lines(handler)) {
            ScriptedPeer peer = embedded.connect().sends("x\n");
            embedded.settle();
            assertThat(peer.gotFin()).isFalse();
            replies.get(0).complete(ByteBuffer.wrap("promised".getBytes()));
            embedded.settle();
            assertThat(peer.receivedText()).isEqualTo("promised\n");
            assertThat(peer.gotFin()).isTrue();
        }
    }

    @Test
    @Tag("E5")
    void abortDiscardsWhatIsQueuedAndResets() {
        RecordingHandler handler = new RecordingHandler();
        try (Embedded embedded = Embedded.lines(handler)) {
            ScriptedPeer peer = embedded.connect();
            embedded.session().send("queued");
            embedded.session().abort();
            embedded.settle();
            assertThat(peer.received()).isEmpty();
            assertThat(peer.wasReset()).isTrue();
            assertThat(embedded.session().unsentBytes()).isEqualTo(7);
            assertThat(handler.takeEvents()).containsExactly("open", "close:LOCAL_ABORT");
        }
    }

    @Test
    @Tag("E5")
    void whatWasSentFromAnotherThreadBeforeItsCloseIsStillSent() throws Exception {
        try (Live live = Live.start()) {
            RecordingHandler handler = new RecordingHandler();
            Listener listener = live.listen(handler);
            for (int i = 0; i < 200; i++) {
                TestClient client = live.connect(listener);
                Session session = Await.next(handler.opened);
                assertThat(session.send("farewell")).isEqualTo(SendResult.ACCEPTED);
                if (i % 2 == 0) {
                    session.close();
                } else {
                    session.shutdownOutput();
                }
                assertThat(client.readTextToEnd()).isEqualTo("farewell\n");
                client.close();
                Await.next(handler.closed);
            }
        }
    }

    @Test
    @Tag("E5")
    void whatIsOnItsWayFromAnotherThreadIsCountedOnceWhenTheSessionEnds() throws Exception {
        List<Throwable> failures = new ArrayList<>();
        RecordingHandler handler = new RecordingHandler();
        try (Embedded embedded = Embedded.lines(handler)) {
            ScriptedPeer peer = embedded.connect();
            Session session = embedded.session();
            Thread other =
                    new Thread(() ->
                            session.send(
                                    ByteBuffer.wrap("ten bytes".getBytes()),
                                    (s, failure) -> failures.add(failure)));
            other.start();
            Await.end(other);
            assertThat(session.unsentBytes()).isEqualTo(10);
            peer.resets();
            embedded.settle();
            assertThat(handler.takeEvents()).containsExactly("open", "close:PEER_RESET");
            assertThat(session.unsentBytes()).isEqualTo(10);
            assertThat(failures).hasSize(1);
        }
    }

    @Test
    @Tag("E6")
    @Tag("fault-F15")
    void dataThatCameWithTheFinIsDeliveredAndAnswered() {
        RecordingHandler handler = RecordingHandler.echo();
        try (Embedded embedded = Embedded.lines(handler)) {
            ScriptedPeer peer = embedded.connect().takesPerWrite(1).sends("a\nb\n").sendsFin();
            embedded.settle();
            assertThat(handler.takeEvents())
                    .containsExactly("open", "message:a", "message:b", "close:PEER_CLOSED");
            assertThat(peer.receivedText()).isEqualTo("a\nb\n");
        }
    }

    @Test
    @Tag("E7")
    @Tag("fault-F15")
    void aHalfClosedSessionMaySendOnUntilItCloses() {
        RecordingHandler handler = new RecordingHandler();
        try (Embedded embedded = Embedded.lines(handler, HALF)) {
            ScriptedPeer peer = embedded.connect().sends("last\n").sendsFin();
            embedded.settle();
            assertThat(handler.takeEvents())
                    .containsExactly("open", "message:last", "input-closed");
            assertThat(embedded.session().isOpen()).isTrue();
            embedded.session().send("later");
            embedded.settle();
            assertThat(peer.receivedText()).isEqualTo("later\n");
            embedded.session().close();
            embedded.settle();
            assertThat(handler.takeEvents()).containsExactly("close:LOCAL_CLOSE");
        }
    }

    @Test
    @Tag("E7")
    void bothDirectionsClosedEndAHalfClosedSession() {
        RecordingHandler handler = new RecordingHandler().inputClosed(Session::shutdownOutput);
        try (Embedded embedded = Embedded.lines(handler, HALF)) {
            ScriptedPeer peer = embedded.connect().sendsFin();
            embedded.settle();
            assertThat(peer.gotFin()).isTrue();
            assertThat(handler.takeEvents())
                    .containsExactly("open", "input-closed", "close:PEER_CLOSED");
        }
    }

    @Test
    @Tag("E6")
    @Tag("E7")
    void bothDirectionsClosedLeaveToAPausedSessionWhatItHasReceived() {
        RecordingHandler handler =
                new RecordingHandler().message((session, frame) -> session.pauseReading());
        try (Embedded embedded = Embedded.lines(handler, HALF)) {
            ScriptedPeer peer = embedded.connect();
            peer.readsOn = true;
            Session session = embedded.session();
            session.shutdownOutput();
            peer.sends("a\nb\n").sendsFin();
            embedded.settle();
            assertThat(peer.gotFin()).isTrue();
            assertThat(handler.takeEvents()).containsExactly("open", "message:a");
            session.resumeReading();
            embedded.settle();
            assertThat(handler.takeEvents())
                    .containsExactly("message:b", "input-closed", "close:PEER_CLOSED");
            assertThat(session.unreadBytes()).isZero();
        }
    }

    @Test
    @Tag("E7")
    void afterShutdownOutputTheSessionStillReceives() {
        RecordingHandler handler = new RecordingHandler();
        try (Embedded embedded = Embedded.lines(handler)) {
            ScriptedPeer peer = embedded.connect().takesOnly(2);
            Session session = embedded.session();
            session.send("queued");
            session.shutdownOutput();
            assertThat(session.send("late")).isEqualTo(SendResult.CLOSED);
            embedded.settle();
            assertThat(peer.gotFin()).isFalse();
            peer.takesMore(100).sends("still\n");
            embedded.settle();
            assertThat(peer.receivedText()).isEqualTo("queued\n");
            assertThat(peer.gotFin()).isTrue();
            assertThat(handler.takeEvents()).containsExactly("open", "message:still");
            peer.sendsFin();
            embedded.settle();
            assertThat(handler.takeEvents()).containsExactly("close:PEER_CLOSED");
        }
    }

    @Test
    @Tag("E5")
    void aPeerThatTakesNothingIsCutAfterTheCloseTimeout() {
        RecordingHandler handler = new RecordingHandler();
        try (Embedded embedded = Embedded.lines(handler)) {
            ScriptedPeer peer = embedded.connect().takesOnly(0);
            embedded.session().send("stuck");
            embedded.session().close();
            embedded.settle();
            embedded.advance(Duration.ofMillis(5_001));
            assertThat(peer.isClosed()).isTrue();
            assertThat(handler.takeEvents()).containsExactly("open", "close:LOCAL_CLOSE");
            assertThat(embedded.session().unsentBytes()).isEqualTo(6);
        }
    }

    @Test
    @Tag("E6")
    @Tag("F14")
    void theEndDoesNotWaitForASessionThatIsPaused() {
        RecordingHandler handler = new RecordingHandler().open(Session::pauseReading);
        try (Embedded embedded = Embedded.lines(handler)) {
            ScriptedPeer peer = embedded.connect().sends("held\n").sendsFin();
            embedded.settle();
            assertThat(peer.isClosed()).as("nobody has looked").isFalse();
            embedded.session().resumeReading();
            embedded.settle();
            assertThat(handler.takeEvents())
                    .containsExactly("open", "message:held", "close:PEER_CLOSED");
        }
    }
}
