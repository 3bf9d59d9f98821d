package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A listener that cannot accept waits, and comes back. */
@Tag("C4")
class AcceptFailureTest {

    private static final int FOR_EVER = Integer.MAX_VALUE;

    @Test
    @Tag("fault-F2")
    void connectionsThatAreGoneBeforeTheyAreAcceptedDoNotHoldUpTheOthers() {
        RecordingHandler handler = new RecordingHandler();
        try (Embedded embedded = Embedded.lines(handler)) {
            for (int i = 0; i < 5; i++) {
                embedded.socket().connect().aborts();
            }
            embedded.connect();
            assertThat(handler.takeEvents()).containsExactly("open");
            assertThat(embedded.listener.state()).isEqualTo(ListenerState.ACCEPTING);
            assertThat(embedded.listener.stats().acceptFailures()).isEqualTo(5);
            assertThat(embedded.observer.pauses).isEmpty();
        }
    }

    @Test
    @Tag("fault-F2")
    void failuresWithoutEndOfAnyKindLeadToAPause() {
        RecordingHandler handler = new RecordingHandler();
        try (Embedded embedded = Embedded.lines(handler)) {
            for (int i = 0; i < 100; i++) {
                embedded.socket().connect().aborts();
            }
            embedded.settle();
            assertThat(embedded.listener.state()).isEqualTo(ListenerState.BACKING_OFF);
            assertThat(embedded.socket().attempts()).isLessThan(100);
            assertThat(embedded.socket().shed()).as("descriptors are not what is missing").isZero();
            for (int i = 0; i < 200; i++) {
                embedded.advance(Duration.ofSeconds(1));
            }
            embedded.connect();
            assertThat(handler.takeEvents()).containsExactly("open");
        }
    }

    @Test
    @Tag("fault-F1")
    void pausesGrowFromFiftyMillisToASecond() {
        try (Embedded embedded = Embedded.lines(new RecordingHandler())) {
            ScriptedListening socket = embedded.socket();
            socket.failAccepts(FOR_EVER);
            for (int i = 0; i < 100; i++) {
                socket.connect();
            }
            embedded.settle();
            List<Long> pauses = new ArrayList<>();
            for (int i = 0; i < 7; i++) {
                assertThat(embedded.listener.state()).isEqualTo(ListenerState.BACKING_OFF);
                Duration pause = embedded.observer.pauses.remove();
                pauses.add(pause.toMillis());
                int attempts = socket.attempts();
                embedded.advance(pause.minusMillis(1));
                assertThat(socket.attempts()).as("before the pause is over").isEqualTo(attempts);
                embedded.advance(Duration.ofMillis(1));
                assertThat(socket.attempts()).as("when it is over").isEqualTo(attempts + 1);
            }
            assertThat(pauses).containsExactly(50L, 100L, 200L, 400L, 800L, 1000L, 1000L);
        }
    }

    @Test
    @Tag("fault-F1")
    void aMinuteWithoutDescriptorsCostsAHandfulOfAttempts() {
        try (Embedded embedded = Embedded.lines(new RecordingHandler())) {
            ScriptedListening socket = embedded.socket();
            socket.failAccepts(FOR_EVER);
            for (int i = 0; i < 1_000; i++) {
                socket.connect();
            }
            for (int i = 0; i < 6_000; i++) {
                embedded.advance(Duration.ofMillis(10));
            }
            assertThat(socket.attempts()).isBetween(60, 70);
            assertThat(embedded.listener.stats().acceptFailures()).isEqualTo(socket.attempts());
        }
    }

    @Test
    @Tag("fault-F1")
    void whatWaitsIsShedWhileDescriptorsAreMissing() {
        try (Embedded embedded = Embedded.lines(new RecordingHandler())) {
            ScriptedListening socket = embedded.socket();
            socket.failAccepts(FOR_EVER);
            ScriptedPeer first = socket.connect();
            socket.connect();
            embedded.settle();
            assertThat(first.isClosed()).isTrue();
            assertThat(socket.shed()).isEqualTo(1);
            assertThat(embedded.listener.stats().refused())
                    .containsEntry(RefuseReason.DESCRIPTORS, 1L);
        }
    }

    @Test
    @Tag("fault-F1")
    void sessionsAreServedMeanwhileAndAcceptingComesBack() {
        RecordingHandler handler = RecordingHandler.echo();
        try (Embedded embedded = Embedded.lines(handler)) {
            ScriptedPeer served = embedded.connect();
            ScriptedListening socket = embedded.socket();
            socket.failAccepts(10);
            for (int i = 0; i < 20; i++) {
                socket.connect();
            }
            embedded.settle();
            served.sends("still\n");
            embedded.settle();
            assertThat(served.receivedText()).isEqualTo("still\n");
            for (int i = 0; i < 10; i++) {
                embedded.advance(Duration.ofSeconds(1));
            }
            assertThat(embedded.listener.state()).isEqualTo(ListenerState.ACCEPTING);
            assertThat(socket.waiting()).isZero();
            assertThat(handler.opened).hasSize(1 + 20 - socket.shed());
            socket.failAccepts(2);
            socket.connect();
            embedded.settle();
            assertThat(embedded.observer.pauses)
                    .as("after a success pauses begin anew")
                    .endsWith(Duration.ofMillis(50));
        }
    }

    @Test
    @Tag("C4")
    void aPauseByTheApplicationOutlastsTheBackOff() {
        try (Embedded embedded = Embedded.lines(new RecordingHandler())) {
            ScriptedListening socket = embedded.socket();
            socket.failAccepts(FOR_EVER);
            socket.connect();
            socket.connect();
            embedded.settle();
            embedded.listener.pause();
            embedded.advance(Duration.ofSeconds(10));
            assertThat(embedded.listener.state()).isEqualTo(ListenerState.PAUSED);
            assertThat(socket.isAccepting()).isFalse();
            assertThat(embedded.loop().stats().timersArmed()).isZero();
            embedded.listener.resume();
            assertThat(socket.isAccepting()).isTrue();
        }
    }

    @Test
    @Tag("C4")
    void stoppingWhileBackingOffLeavesNoTimer() {
        try (Embedded embedded = Embedded.lines(new RecordingHandler())) {
            embedded.socket().failAccepts(FOR_EVER);
            embedded.socket().connect();
            embedded.socket().connect();
            embedded.settle();
            ScriptedListening socket = embedded.socket();
            Await.result(embedded.listener.stop());
            embedded.settle();
            assertThat(socket.isClosed()).isTrue();
            assertThat(embedded.loop().stats().timersArmed()).isZero();
            assertThat(embedded.listener.state()).isEqualTo(ListenerState.STOPPED);
        }
    }

    @Test
    @Tag("C3")
    @Tag("A8")
    @Tag("fault-F5")
    void aTurnAcceptsNoMoreThanItsShare() {
        RecordingHandler handler = new RecordingHandler();
        try (Embedded embedded = Embedded.lines(handler)) {
            for (int i = 0; i < 25; i++) {
                embedded.socket().connect();
            }
            embedded.turn();
            assertThat(handler.opened).hasSize(10);
            embedded.turn();
            assertThat(handler.opened).hasSize(20);
            embedded.turn();
            assertThat(handler.opened).hasSize(25);
        }
    }
}
