package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.reactorboot.runtime.framing.Framers;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a session sends, down to single writes. */
class OutboundTest {

    private static final SessionSettings SMALL =
            SessionSettings.DEFAULT.withOutbound(new OutboundLimits(100, 50, 200));

    private static SessionSettings limit(long bytes) {
        return SessionSettings.DEFAULT.withOutbound(new OutboundLimits(bytes / 2, 10, bytes));
    }

    @Test
    @Tag("G6")
    void whatIsSentInOneTurnLeavesWithOneWrite() {
        RecordingHandler handler = RecordingHandler.echo();
        try (Embedded embedded = Embedded.lines(handler)) {
            ScriptedPeer peer = embedded.connect().sends("a\nb\nc\n");
            embedded.settle();
            assertThat(peer.receivedText()).isEqualTo("a\nb\nc\n");
            assertThat(peer.writes()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, false", "7, false", "1000, false", "1, true", "7, true", "100000, true"})
    @Tag("G2")
    @Tag("G11")
    @Tag("fault-F17")
    void partialWritesKeepBytesAndOrder(int perWrite, boolean inFlight) {
        Random random = new Random(3);
        byte[] expected = new byte[40_000];
        random.nextBytes(expected);
        try (Embedded embedded =
                Embedded.with(new RecordingHandler(), config -> config.framer(Framers.raw()))) {
            ScriptedPeer peer = embedded.connect().takesPerWrite(perWrite);
            if (inFlight) {
                peer.completesWritesLater();
            }
            for (int from = 0; from < expected.length; ) {
                int length = Math.min(expected.length - from, 1 + random.nextInt(9_000));
                assertThat(embedded.session().send(ByteBuffer.wrap(expected, from, length)))
                        .isEqualTo(SendResult.ACCEPTED);
                from += length;
                embedded.turn();
            }
            embedded.settle();
            assertThat(peer.received()).isEqualTo(expected);
            assertThat(embedded.session().unsentBytes()).isZero();
            assertThat(embedded.buffersInUse()).isZero();
            assertThat(embedded.listener.stats().bytesOut()).isEqualTo(expected.length);
            assertThat(embedded.listener.stats().queuedBytes()).isZero();
        }
    }

    @Test
    @Tag("G11")
    void aPayloadOfManyBuffersGoesOutWithGatheringWrites() {
        SessionSettings settings = limit(8 << 20);
        byte[] large = new byte[5 << 20];
        new Random(1).nextBytes(large);
        try (Embedded embedded =
                Embedded.with(
                        new RecordingHandler(),
                        config -> config.framer(Framers.length(4)).session(settings))) {
            ScriptedPeer peer = embedded.connect();
            embedded.session().send(large);
            embedded.settle();
            assertThat(peer.received()).isEqualTo(TestClient.frame(large));
            assertThat(peer.gathered()).isEqualTo(64);
            assertThat(peer.writes()).isLessThanOrEqualTo(3);
        }
    }

    @Test
    @Tag("G1")
    @Tag("L1")
    void aPayloadBeyondTheLimitIsRefusedWhole() {
        try (Embedded embedded = Embedded.lines(new RecordingHandler(), SMALL)) {
            ScriptedPeer peer = embedded.connect().takesOnly(0);
            Session session = embedded.session();
            assertThat(session.send("x".repeat(149))).isEqualTo(SendResult.ACCEPTED);
            assertThat(session.send("y".repeat(50))).isEqualTo(SendResult.FULL);
            assertThat(session.send("z".repeat(49))).isEqualTo(SendResult.ACCEPTED);
            assertThat(session.send("")).isEqualTo(SendResult.FULL);
            assertThat(session.unsentBytes()).isEqualTo(200);
            peer.takesMore(1_000);
            embedded.settle();
            assertThat(peer.receivedText())
                    .isEqualTo("x".repeat(149) + "\n" + "z".repeat(49) + "\n");
            assertThat(embedded.listener.stats().sendsRefused()).isEqualTo(2);
        }
    }

    @Test
    @Tag("G1")
    @Tag("G8")
    void payloadsOnTheirWayFromOtherThreadsCountAgainstTheLimit() {
        try (Embedded embedded = Embedded.lines(new RecordingHandler(), SMALL)) {
            ScriptedPeer peer = embedded.connect();
            Session session = embedded.session();
            Thread other = new Thread(() -> session.send("x".repeat(149)));
            other.start();
            Await.end(other);
            assertThat(session.send("y".repeat(50))).isEqualTo(SendResult.FULL);
            assertThat(session.send("z".repeat(49))).isEqualTo(SendResult.ACCEPTED);
            embedded.settle();
            assertThat(peer.received()).hasSize(200);
        }
    }

    @Test
    @Tag("G1")
    void aTurnMayProduceMoreThanTheLimitWhenTheKernelTakesIt() {
        RecordingHandler handler =
                new RecordingHandler()
                        .message((session, frame) -> {
                            for (int i = 0; i < 100; i++) {
                                assertThat(session.send("0123456789"))
                                        .isEqualTo(SendResult.ACCEPTED);
                            }
                        });
        try (Embedded embedded = Embedded.lines(handler, SMALL)) {
            ScriptedPeer peer = embedded.connect().sends("go\n");
            embedded.settle();
            assertThat(peer.received()).hasSize(1100);
        }
    }

    @Test
    @Tag("G1")
    void aPayloadThatTheFramingCannotCarryIsRefusedWithAnException() {
        try (Embedded embedded =
                Embedded.with(new RecordingHandler(), config -> config.framer(Framers.length(1)))) {
            ScriptedPeer peer = embedded.connect();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> embedded.session().send(new byte[256]));
            embedded.session().send(new byte[255]);
            embedded.settle();
            assertThat(peer.received()).hasSize(256).startsWith(255);
        }
    }

    @Test
    @Tag("G1")
    void sendingDoesNotMoveTheBufferAndCopiesIt() {
        try (Embedded embedded = Embedded.lines(new RecordingHandler())) {
            ScriptedPeer peer = embedded.connect();
            ByteBuffer payload = ByteBuffer.wrap("[hello]".getBytes()).position(1).limit(6);
            embedded.session().send(payload);
            assertThat(payload.position()).isEqualTo(1);
            assertThat(payload.limit()).isEqualTo(6);
            payload.put(1, (byte) 'X');
            embedded.settle();
            assertThat(peer.receivedText()).isEqualTo("hello\n");
        }
    }

    @Test
    @Tag("L1")
    @Tag("fault-F19")
    void aPeerThatDoesNotReadIsNotReadEither() {
        RecordingHandler handler = RecordingHandler.echo();
        try (Embedded embedded = Embedded.lines(handler, SMALL)) {
            ScriptedPeer peer = embedded.connect().takesOnly(0);
            for (int i = 0; i < 50; i++) {
                peer.sends("0123456789012345678\n0123456789012345678\n");
            }
            embedded.settle();
            assertThat(handler.takeEvents()).hasSize(1 + 6);
            assertThat(embedded.session().unsentBytes()).isEqualTo(120);
            assertThat(embedded.session().isWritable()).isFalse();
            assertThat(peer.isReading()).isFalse();
            peer.takesMore(69);
            embedded.settle();
            assertThat(handler.takeEvents()).as("still above the low-water mark").isEmpty();
            peer.takesMore(Long.MAX_VALUE);
            embedded.settle();
            assertThat(handler.takeEvents())
                    .filteredOn(event -> event.startsWith("message"))
                    .hasSize(94);
            assertThat(peer.received()).hasSize(2_000);
            assertThat(embedded.session().isWritable()).isTrue();
        }
    }

    @Test
    @Tag("L1")
    void onWritableComesOnceForEachTimeTheQueueFellBelowTheLowMark() {
        RecordingHandler handler = new RecordingHandler();
        try (Embedded embedded = Embedded.lines(handler, SMALL)) {
            ScriptedPeer peer = embedded.connect().takesOnly(0);
            Session session = embedded.session();
            session.send("x".repeat(99));
            embedded.settle();
            assertThat(session.isWritable()).as("at the high mark").isTrue();
            session.send("x");
            assertThat(session.isWritable()).as("beyond the high mark").isFalse();
            peer.takesMore(51);
            embedded.settle();
            assertThat(handler.takeEvents()).containsExactly("open");
            peer.takesMore(1);
            embedded.settle();
            assertThat(handler.takeEvents()).containsExactly("writable");
            assertThat(session.isWritable()).isTrue();
            peer.takesMore(1_000);
            embedded.settle();
            assertThat(handler.takeEvents()).isEmpty();
        }
    }

    @Test
    @Tag("G5")
    void flushCallbacksComeOnceEachWhenTheirLastByteIsTaken() {
        List<String> flushed = new ArrayList<>();
        try (Embedded embedded = Embedded.lines(new RecordingHandler())) {
            ScriptedPeer peer = embedded.connect().takesOnly(0);
            Session session = embedded.session();
            for (String payload : List.of("aaa", "bbb", "ccc")) {
                session.send(
                        ByteBuffer.wrap(payload.getBytes()),
                        (s, failure) -> flushed.add(payload + ":" + failure));
            }
            embedded.settle();
            assertThat(flushed).isEmpty();
            peer.takesMore(7);
            embedded.settle();
            assertThat(flushed).containsExactly("aaa:null");
            peer.takesMore(1);
            embedded.settle();
            assertThat(flushed).containsExactly("aaa:null", "bbb:null");
            session.abort();
            embedded.settle();
            assertThat(flushed).hasSize(3);
            assertThat(flushed.get(2))
                    .isEqualTo(
                            "ccc:"
                                    + new ClosedSessionException(
                                            "session main-1 is closed:" + " local_abort"));
        }
    }

    @Test
    @Tag("G5")
    @Tag("G6")
    void aFlushCallbackThatThrowsOrSendsHurtsNobody() {
        try (Embedded embedded = Embedded.lines(new RecordingHandler())) {
            ScriptedPeer peer = embedded.connect();
            embedded.session()
                    .send(
                            ByteBuffer.wrap("a".getBytes()),
                            (session, failure) -> {
                                session.send("b");
                                throw new IllegalStateException("thrown by a test");
                            });
            embedded.session().send("c");
            embedded.settle();
            assertThat(peer.receivedText()).isEqualTo("a\nc\nb\n");
            assertThat(embedded.session().isOpen()).isTrue();
        }
    }

    @Test
    @Tag("G6")
    void aBatchLeavesWithOneWriteWholeOrNotAtAll() {
        try (Embedded embedded = Embedded.lines(new RecordingHandler(), SMALL)) {
            ScriptedPeer peer = embedded.connect();
            try (Batch batch = embedded.session().batch()) {
                for (int i = 0; i < 10; i++) {
                    batch.add(ByteBuffer.wrap(("line " + i).getBytes()));
                }
                assertThat(batch.size()).isEqualTo(70);
            }
            embedded.settle();
            assertThat(peer.received()).hasSize(70);
            assertThat(peer.writes()).isEqualTo(1);
            peer.takesOnly(0);
            try (Batch batch = embedded.session().batch()) {
                batch.add(ByteBuffer.allocate(150)).add(ByteBuffer.allocate(49));
                assertThat(batch.send()).isEqualTo(SendResult.FULL);
                assertThat(batch.size()).isZero();
                batch.add(ByteBuffer.allocate(10));
                batch.clear();
            }
            assertThat(embedded.session().unsentBytes()).isZero();
            assertThat(embedded.listener.stats().framesOut()).isEqualTo(10);
        }
    }

    @Test
    @Tag("G7")
    void aBatchOnADeadSessionSaysSoAndNeverThrows() {
        try (Embedded embedded = Embedded.lines(new RecordingHandler())) {
            embedded.connect();
            Session session = embedded.session();
            Batch batch = session.batch().add(ByteBuffer.allocate(5));
            session.abort();
            embedded.settle();
            assertThat(batch.send()).isEqualTo(SendResult.CLOSED);
            batch.close();
            assertThat(session.send("late")).isEqualTo(SendResult.CLOSED);
        }
    }

    @Test
    @Tag("fault-F33")
    void sendsWithoutMemoryAreRefusedWholeAndTheSessionLivesOn() {
        SessionSettings settings = limit(1 << 20).withMaxFrameBytes(1_000);
        try (Embedded embedded =
                Embedded.with(
                        new RecordingHandler(),
                        builder -> builder.outboundMemoryBytes(100_000),
                        config -> config.session(settings))) {
            ScriptedPeer peer = embedded.connect().takesOnly(0);
            Session session = embedded.session();
            assertThat(session.send("x".repeat(60_000))).isEqualTo(SendResult.ACCEPTED);
            assertThat(session.send("y".repeat(60_000))).isEqualTo(SendResult.FULL);
            assertThat(embedded.buffersInUse()).isLessThanOrEqualTo(100_000);
            peer.takesMore(Long.MAX_VALUE);
            embedded.settle();
            assertThat(session.send("z")).isEqualTo(SendResult.ACCEPTED);
            embedded.settle();
            assertThat(peer.receivedText()).isEqualTo("x".repeat(60_000) + "\nz\n");
        }
    }
}
