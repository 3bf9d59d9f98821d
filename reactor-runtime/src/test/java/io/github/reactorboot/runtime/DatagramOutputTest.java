package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is sent over a datagram socket that takes little or refuses some. */
@Tag("N5")
class DatagramOutputTest {

    private static final OutboundLimits SMALL = new OutboundLimits(200, 100, 400);

    private final List<String> told = new ArrayList<>();

    private FlushCallback telling(String name) {
        return (session, failure) ->
                told.add(name + (failure == null ? "" : ":" + failure.getClass().getSimpleName()));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatTheKernelDoesNotTakeWaitsInOrder() {
        try (DatagramEmbedded rig = DatagramEmbedded.of(new RecordingHandler())) {
            Session one = rig.open(1001);
            Session two = rig.open(1002);
            rig.engine.room = 1;
            one.send(bytes("a"), telling("a"));
            two.send(bytes("b"), telling("b"));
            one.send(bytes("c"), telling("c"));
            rig.settle();
            assertThat(rig.engine.sent).containsExactly("1001:a");
            assertThat(told).containsExactly("a");
            assertThat(two.unsentBytes()).isPositive();
            rig.makeRoom(1);
            assertThat(rig.engine.sent).containsExactly("1001:a", "1002:b");
            rig.makeRoom(10);
            assertThat(rig.engine.sent).containsExactly("1001:a", "1002:b", "1001:c");
            assertThat(told).containsExactly("a", "b", "c");
            assertThat(one.unsentBytes() + two.unsentBytes()).isZero();
            assertThat(rig.listener.stats().bytesOut()).isEqualTo(3);
        }
    }

    @Test
    @Tag("G5")
    void beyondTheLimitADatagramIsRefusedWholeAndOtherSessionsGoOn() {
        RecordingHandler handler = new RecordingHandler();
        try (DatagramEmbedded rig = DatagramEmbedded.of(handler, SMALL)) {
            Session full = rig.open(1001);
            Session other = rig.open(1002);
            rig.engine.room = 0;
            ByteBuffer hundred = ByteBuffer.allocate(100);
            assertThat(full.send(hundred)).isEqualTo(SendResult.ACCEPTED);
            assertThat(full.isWritable()).isTrue();
            assertThat(full.send(hundred)).isEqualTo(SendResult.ACCEPTED);
            assertThat(full.isWritable()).isFalse();
            assertThat(full.send(hundred)).isEqualTo(SendResult.ACCEPTED);
            assertThat(full.send(hundred)).isEqualTo(SendResult.FULL);
            try (Batch batch = full.batch()) {
                assertThat(batch.add(bytes("x")).add(hundred).send()).isEqualTo(SendResult.FULL);
            }
            assertThat(other.send(hundred)).isEqualTo(SendResult.ACCEPTED);
            rig.settle();
            handler.takeEvents();
            rig.makeRoom(10);
            assertThat(handler.takeEvents()).containsExactly("writable");
            assertThat(full.isWritable()).isTrue();
            assertThat(rig.engine.sent).hasSize(4);
            assertThat(rig.listener.stats().sendsRefused()).isEqualTo(2);
        }
    }

    @Test
    void emptyDatagramsAreBoundedToo() {
        try (DatagramEmbedded rig = DatagramEmbedded.of(new RecordingHandler(), SMALL)) {
            Session session = rig.open(1001);
            rig.engine.room = 0;
            int accepted = 0;
            while (session.send(new byte[0]) == SendResult.ACCEPTED) {
                accepted++;
                assertThat(accepted).isLessThan(1000);
            }
            assertThat(accepted).isEqualTo(400 / 32);
        }
    }

    @Test
    void manySessionsTogetherAreBounded() {
        try (DatagramEmbedded rig = DatagramEmbedded.of(new RecordingHandler(), SMALL)) {
            rig.engine.room = 0;
            int accepted = 0;
            for (int port = 1; port <= 100; port++) {
                accepted += rig.open(port).send(new byte[68]) == SendResult.ACCEPTED ? 1 : 0;
            }
            // Four times what one session may have.
            assertThat(accepted).isEqualTo(16);
        }
    }

    @Test
    void aRefusedDatagramIsDroppedAloneAndCounted() {
        RecordingHandler handler = new RecordingHandler();
        try (DatagramEmbedded rig = DatagramEmbedded.of(handler)) {
            Session session = rig.open(1001);
            rig.engine.sendFailures.add(new IOException("Network is unreachable"));
            session.send(bytes("lost"), telling("lost"));
            session.send(bytes("goes"), telling("goes"));
            rig.settle();
            assertThat(rig.engine.sent).containsExactly("1001:goes");
            assertThat(told).containsExactly("lost:IOException", "goes");
            assertThat(rig.listener.datagramStats().sendFailures()).isEqualTo(1);
            assertThat(session.isOpen()).isTrue();
        }
    }

    @Test
    @Tag("E1")
    void closeSendsWhatIsQueuedFirst() {
        RecordingHandler handler = new RecordingHandler();
        try (DatagramEmbedded rig = DatagramEmbedded.of(handler)) {
            Session session = rig.open(1001);
            rig.engine.room = 0;
            session.send("last words");
            session.close();
            rig.settle();
            assertThat(handler.closed).isEmpty();
            rig.arrive(1001, "not heard any more");
            assertThat(rig.listener.datagramStats().dropped()).isEqualTo(1);
            rig.makeRoom(1);
            assertThat(rig.engine.sent).containsExactly("1001:last words");
            assertThat(handler.takeEvents())
                    .containsExactly("open", "message:hello", "close:LOCAL_CLOSE");
            assertThat(session.unsentBytes()).isZero();
        }
    }

    @Test
    @Tag("E2")
    void closeWaitsNoLongerThanItsTimeout() {
        RecordingHandler handler = new RecordingHandler();
        try (DatagramEmbedded rig = DatagramEmbedded.of(handler)) {
            Session session = rig.open(1001);
            rig.engine.room = 0;
            session.send(bytes("never"), telling("never"));
            session.close();
            rig.advance(SessionTimeouts.DEFAULT.close());
            assertThat(handler.takeEvents()).endsWith("close:LOCAL_CLOSE");
            assertThat(told).containsExactly("never:ClosedSessionException");
            assertThat(session.unsentBytes()).isPositive();
            rig.makeRoom(10);
            assertThat(rig.engine.sent).isEmpty();
        }
    }

    @Test
    @Tag("E2")
    void abortDiscardsWhatIsQueuedAndOthersGoOn() {
        RecordingHandler handler = new RecordingHandler();
        try (DatagramEmbedded rig = DatagramEmbedded.of(handler)) {
            Session aborted = rig.open(1001);
            Session other = rig.open(1002);
            rig.engine.room = 0;
            other.send("first");
            aborted.send(bytes("discarded"), telling("discarded"));
            other.send("second");
            aborted.abort();
            rig.settle();
            assertThat(told).containsExactly("discarded:ClosedSessionException");
            assertThat(handler.takeEvents()).endsWith("close:LOCAL_ABORT");
            rig.makeRoom(10);
            assertThat(rig.engine.sent).containsExactly("1002:first", "1002:second");
        }
    }

    @Test
    void stopDropsWhatTheKernelDoesNotTake() {
        RecordingHandler handler = new RecordingHandler();
        try (DatagramEmbedded rig = DatagramEmbedded.of(handler)) {
            Session session = rig.open(1001);
            rig.engine.room = 1;
            session.send(bytes("taken"), telling("taken"));
            session.send(bytes("not taken"), telling("not taken"));
            rig.listener.stop();
            rig.settle();
            assertThat(rig.engine.sent).containsExactly("1001:taken");
            assertThat(told).containsExactly("taken", "not taken:ClosedSessionException");
        }
    }

    @Test
    void moreThanATurnSendsIsSentInTheNext() {
        try (DatagramEmbedded rig = DatagramEmbedded.of(new RecordingHandler())) {
            Session session = rig.open(1001);
            Batch batch = session.batch();
            for (int i = 0; i < 5000; i++) {
                batch.add(bytes("no " + i));
            }
            assertThat(batch.send()).isEqualTo(SendResult.ACCEPTED);
            rig.turn();
            assertThat(rig.engine.sent).hasSize(1024);
            for (int i = 0; i < 4; i++) {
                rig.turn();
            }
            assertThat(rig.engine.sent).hasSize(5000);
            assertThat(rig.engine.sent.get(4999)).isEqualTo("1001:no 4999");
        }
    }

    @Test
    void afterItsOutputIsShutASessionStillHears() {
        RecordingHandler handler = new RecordingHandler();
        try (DatagramEmbedded rig = DatagramEmbedded.of(handler)) {
            Session session = rig.open(1001);
            session.shutdownOutput();
            assertThat(session.send("x")).isEqualTo(SendResult.CLOSED);
            rig.arrive(1001, "heard");
            assertThat(handler.takeEvents())
                    .containsExactly("open", "message:hello", "message:heard");
            rig.advance(Duration.ofSeconds(1));
            assertThat(rig.engine.sent).isEmpty();
        }
    }
}
