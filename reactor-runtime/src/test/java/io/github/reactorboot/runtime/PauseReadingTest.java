package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("F14")
class PauseReadingTest {

    @Test
    @Tag("L2")
    void nothingIsDeliveredWhilePausedAndNothingIsLost() {
        RecordingHandler handler = new RecordingHandler();
        try (Embedded embedded = Embedded.lines(handler)) {
            ScriptedPeer peer = embedded.connect();
            embedded.session().pauseReading();
            embedded.settle();
            peer.sends("a\nb").sends("\nc\n");
            embedded.settle();
            assertThat(peer.isReading()).isFalse();
            assertThat(peer.readsWaiting()).isEqualTo(2);
            assertThat(handler.takeEvents()).containsExactly("open");
            embedded.session().resumeReading();
            embedded.settle();
            assertThat(handler.takeEvents()).containsExactly("message:a", "message:b", "message:c");
        }
    }

    @Test
    void pausingInTheMidstOfAReadHoldsTheFramesBehind() {
        RecordingHandler handler =
                new RecordingHandler().message((session, frame) -> session.pauseReading());
        try (Embedded embedded = Embedded.lines(handler)) {
            ScriptedPeer peer = embedded.connect().sends("a\nb\nc\npart").sends("ly\nd\n");
            embedded.settle();
            assertThat(handler.takeEvents()).containsExactly("open", "message:a");
            List<String> got = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                embedded.session().resumeReading();
                embedded.settle();
                List<String> now = handler.takeEvents();
                assertThat(now).as("one frame for each resumption").hasSize(1);
                got.addAll(now);
            }
            assertThat(got)
                    .containsExactly("message:b", "message:c", "message:partly", "message:d");
            assertThat(peer.readsWaiting()).isZero();
        }
    }

    @Test
    void pausingAndResumingInOneCallbackChangesNothing() {
        RecordingHandler handler =
                new RecordingHandler()
                        .message((session, frame) -> {
                            session.pauseReading();
                            session.resumeReading();
                        });
        try (Embedded embedded = Embedded.lines(handler)) {
            ScriptedPeer peer = embedded.connect().drips("a\nb\n".getBytes()).sends("c\nd\n");
            embedded.settle();
            assertThat(handler.takeEvents())
                    .containsExactly("open", "message:a", "message:b", "message:c", "message:d");
            assertThat(peer.isReading()).isTrue();
        }
    }

    @Test
    void aSessionPausedInOnOpenReadsNothing() {
        RecordingHandler handler = new RecordingHandler().open(Session::pauseReading);
        try (Embedded embedded = Embedded.lines(handler)) {
            ScriptedPeer peer = embedded.connect().sends("a\n");
            embedded.settle();
            assertThat(handler.takeEvents()).containsExactly("open");
            assertThat(peer.isReading()).isFalse();
            embedded.session().resumeReading();
            embedded.settle();
            assertThat(handler.takeEvents()).containsExactly("message:a");
        }
    }

    @Test
    @Tag("fault-F11")
    void timeSpentPausedIsNotCountedAgainstThePeersFrame() {
        RecordingHandler handler = new RecordingHandler();
        try (Embedded embedded = Embedded.lines(handler, frameTimeoutOnly())) {
            ScriptedPeer peer = embedded.connect().sends("begun");
            embedded.settle();
            embedded.session().pauseReading();
            embedded.advance(Duration.ofSeconds(100));
            embedded.session().resumeReading();
            embedded.settle();
            embedded.advance(Duration.ofSeconds(9));
            peer.sends(" and ended\n");
            embedded.settle();
            assertThat(handler.takeEvents()).containsExactly("open", "message:begun and ended");
        }
    }

    @Test
    @Tag("fault-F11")
    void theFrameTimeoutGoesOnAfterAPause() {
        RecordingHandler handler = new RecordingHandler();
        try (Embedded embedded = Embedded.lines(handler, frameTimeoutOnly())) {
            ScriptedPeer peer = embedded.connect().sends("begun");
            embedded.settle();
            embedded.session().pauseReading();
            embedded.advance(Duration.ofSeconds(100));
            embedded.session().resumeReading();
            embedded.settle();
            embedded.advance(Duration.ofSeconds(11));
            peer.sendsFin();
            embedded.settle();
            assertThat(handler.takeEvents()).containsExactly("open", "close:FRAME_TIMEOUT");
        }
    }

    private static SessionSettings frameTimeoutOnly() {
        return SessionSettings.DEFAULT.withTimeouts(
                new SessionTimeouts(
                        Duration.ZERO,
                        Duration.ofSeconds(10),
                        Duration.ZERO,
                        Duration.ofSeconds(5)));
    }
}
