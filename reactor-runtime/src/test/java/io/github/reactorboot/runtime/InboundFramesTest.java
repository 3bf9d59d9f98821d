package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.runtime.framing.FrameScan;
import io.github.reactorboot.runtime.framing.Framer;
import io.github.reactorboot.runtime.framing.Framers;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes to frames, through a whole session. */
class InboundFramesTest {

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    @Tag("F6")
    void severalFramesOfOneReadComeOneByOneInOrder() {
        RecordingHandler handler = new RecordingHandler();
        try (Embedded embedded = Embedded.lines(handler)) {
            embedded.connect().sends("a\nbb\n\nccc\n");
            embedded.settle();
            assertThat(handler.takeEvents())
                    .containsExactly("open", "message:a", "message:bb", "message:", "message:ccc");
            assertThat(embedded.buffersInUse()).isZero();
        }
    }

    @Test
    @Tag("F8")
    @Tag("fault-F17")
    void framesThatDripByteByByteArriveWhole() {
        RecordingHandler handler = new RecordingHandler();
        try (Embedded embedded = Embedded.lines(handler)) {
            embedded.connect().drips(bytes("hello\nyou\n"));
            embedded.settle();
            assertThat(handler.takeEvents())
                    .containsExactly("open", "message:hello", "message:you");
            assertThat(embedded.buffersInUse()).isZero();
        }
    }

    @Test
    @Tag("F13")
    void unfinishedFramesOfTwoSessionsDoNotMix() {
        RecordingHandler handler = new RecordingHandler();
        try (Embedded embedded = Embedded.lines(handler)) {
            ScriptedPeer one = embedded.connect();
            ScriptedPeer two = embedded.connect();
            one.sends("on");
            two.sends("tw");
            embedded.settle();
            two.sends("o\n");
            embedded.settle();
            one.sends("e\n");
            embedded.settle();
            assertThat(handler.takeEvents())
                    .containsExactly("open", "open", "message:two", "message:one");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    @Tag("F8")
    @Tag("fault-F17")
    void aMegabyteCutAtRandomGivesTheSameFrames(int seed) {
        Random random = new Random(seed);
        List<byte[]> sent = new ArrayList<>();
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        while (stream.size() < 1 << 20) {
            byte[] payload = new byte[lengthLikeInLife(random)];
            random.nextBytes(payload);
            sent.add(payload);
            stream.writeBytes(TestClient.frame(payload));
        }
        List<byte[]> got = new ArrayList<>();
        RecordingHandler handler =
                new RecordingHandler().message((session, frame) -> got.add(copy(frame)));
        SessionSettings settings = SessionSettings.DEFAULT.withMaxFrameBytes(200_000);
        try (Embedded embedded =
                Embedded.with(
                        handler, config -> config.framer(Framers.length(4)).session(settings))) {
            ScriptedPeer peer = embedded.connect();
            byte[] all = stream.toByteArray();
            int largest = new int[] {7, 300, 5_000, 100_000}[seed - 1];
            for (int from = 0; from < all.length; ) {
                int to = Math.min(all.length, from + 1 + random.nextInt(largest));
                peer.sends(Arrays.copyOfRange(all, from, to));
                from = to;
                if (random.nextInt(4) == 0) {
                    embedded.turn();
                }
            }
            embedded.settle();
            assertThat(embedded.buffersInUse()).isZero();
        }
        assertThat(got).hasSameSizeAs(sent);
        for (int i = 0; i < sent.size(); i++) {
            assertThat(got.get(i)).as("frame %d", i).isEqualTo(sent.get(i));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 40, 700, 5_000})
    @Tag("F8")
    void linesCutAtRandomAreTheSameLines(int largest) {
        Random random = new Random(largest);
        List<String> expected = new ArrayList<>(List.of("open"));
        StringBuilder stream = new StringBuilder();
        while (stream.length() < 200_000) {
            int length = random.nextInt(random.nextInt(5) == 0 ? 3_000 : 60);
            String line =
                    random.ints(length, 'a', 'z')
                            .mapToObj(Character::toString)
                            .collect(Collectors.joining());
            expected.add("message:" + line);
            stream.append(line).append('\n');
        }
        RecordingHandler handler = new RecordingHandler();
        try (Embedded embedded = Embedded.lines(handler)) {
            ScriptedPeer peer = embedded.connect();
            for (int from = 0; from < stream.length(); ) {
                int to = Math.min(stream.length(), from + 1 + random.nextInt(largest));
                peer.sends(stream.substring(from, to));
                from = to;
            }
            embedded.settle();
            assertThat(handler.takeEvents()).isEqualTo(expected);
            assertThat(embedded.buffersInUse()).isZero();
        }
    }

    private static int lengthLikeInLife(Random random) {
        return switch (random.nextInt(10)) {
            case 0 -> 0;
            case 1 -> random.nextInt(150_000);
            case 2, 3 -> random.nextInt(5_000);
            default -> random.nextInt(100);
        };
    }

    private static byte[] copy(ByteBuffer frame) {
        byte[] copy = new byte[frame.remaining()];
        frame.get(copy);
        return copy;
    }

    @Test
    @Tag("F1")
    void aFrameLargerThanTheReadBufferIsPutTogether() {
        List<byte[]> got = new ArrayList<>();
        RecordingHandler handler =
                new RecordingHandler().message((session, frame) -> got.add(copy(frame)));
        byte[] large = new byte[50_000];
        new Random(5).nextBytes(large);
        try (Embedded embedded =
                Embedded.with(
                        handler,
                        builder -> builder.readBufferBytes(1024),
                        config -> config.framer(Framers.length(4)))) {
            embedded.connect().sends(TestClient.frame(large));
            embedded.settle();
            assertThat(got).containsExactly(large);
            assertThat(embedded.buffersInUse()).as("shrinks after use").isZero();
        }
    }

    @Test
    @Tag("F9")
    @Tag("fault-F13")
    @Tag("L2")
    void aDeclaredGigabyteCostsNoMoreThanWhatHasArrived() {
        RecordingHandler handler = new RecordingHandler();
        SessionSettings settings = SessionSettings.DEFAULT.withMaxFrameBytes(1 << 30);
        try (Embedded embedded =
                Embedded.with(
                        handler,
                        builder -> builder.outboundMemoryBytes(8L << 30),
                        config -> config.framer(Framers.length(4)).session(settings))) {
            for (int i = 0; i < 100; i++) {
                embedded.connect().sends(ByteBuffer.allocate(16).putInt((1 << 30) - 1).array());
            }
            embedded.settle();
            assertThat(handler.takeEvents()).hasSize(100).containsOnly("open");
            assertThat(embedded.buffersInUse()).isPositive().isLessThanOrEqualTo(100 * 256);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MAX_VALUE, -1, 65_537, 1 << 30})
    @Tag("F9")
    @Tag("fault-F13")
    @Tag("L2")
    void aDeclaredLengthBeyondTheBoundEndsTheSessionBeforeAnythingIsKept(int declared) {
        RecordingHandler handler = new RecordingHandler();
        try (Embedded embedded =
                Embedded.with(handler, config -> config.framer(Framers.length(4)))) {
            ScriptedPeer peer = embedded.connect();
            peer.sends(ByteBuffer.allocate(16).putInt(declared).array());
            embedded.turn();
            assertThat(embedded.buffersInUse()).isZero();
            assertThat(peer.gotFin()).isTrue();
            peer.sendsFin();
            embedded.settle();
            assertThat(handler.takeEvents())
                    .containsExactly(
                            "open", "error:FrameTooLargeException", "close:FRAME_TOO_LARGE");
            assertThat(embedded.listener.stats().closed())
                    .containsEntry(CloseReason.FRAME_TOO_LARGE, 1L);
        }
    }

    @Test
    @Tag("F9")
    void theLargestAllowedFrameIsDeliveredAndOneByteMoreIsNot() {
        RecordingHandler handler = new RecordingHandler();
        SessionSettings settings = SessionSettings.DEFAULT.withMaxFrameBytes(5);
        try (Embedded embedded = Embedded.lines(handler, settings)) {
            embedded.connect().sends("12345\n123456").sendsFin();
            embedded.settle();
            assertThat(handler.takeEvents())
                    .containsExactly(
                            "open",
                            "message:12345",
                            "error:FrameTooLargeException",
                            "close:FRAME_TOO_LARGE");
        }
    }

    @Test
    @Tag("F11")
    @Tag("F7")
    void whatAHandlerDoesToItsFrameDoesNotMoveTheNext() {
        List<ByteOrder> orders = Collections.synchronizedList(new ArrayList<>());
        RecordingHandler handler =
                new RecordingHandler()
                        .message((session, frame) -> {
                            orders.add(frame.order());
                            frame.order(ByteOrder.LITTLE_ENDIAN);
                            frame.position(frame.limit());
                            frame.limit(frame.position());
                        });
        try (Embedded embedded = Embedded.lines(handler)) {
            embedded.connect().sends("one\ntwo\nth").sends("ree\n");
            embedded.settle();
            assertThat(handler.takeEvents())
                    .containsExactly("open", "message:one", "message:two", "message:three");
            assertThat(orders).containsOnly(ByteOrder.BIG_ENDIAN);
        }
    }

    @Test
    @Tag("J3")
    @Tag("fault-F14")
    void aFramerThatPointsOutsideOfWhatWasReceivedEndsOnlyItsSession() {
        RecordingHandler handler = new RecordingHandler();
        Framer wrong =
                new Framer() {
                    @Override
                    public boolean scan(ByteBuffer in, FrameScan scan) {
                        return scan.complete(0, in.remaining() + 1, in.remaining() + 1);
                    }
                };
        try (Embedded embedded = Embedded.with(handler, config -> config.framer(wrong))) {
            embedded.connect().sends("abc").sendsFin();
            embedded.settle();
            assertThat(handler.takeEvents())
                    .containsExactly("open", "error:FramingException", "close:PROTOCOL_ERROR");
            assertThat(embedded.session().closeCause()).isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 1, 3})
    @Tag("F5")
    void aFramerThatNeedsNoMoreThanThereIsEndsItsSession(long needed) {
        RecordingHandler handler = new RecordingHandler();
        Framer wrong = (in, scan) -> scan.incomplete(needed, 0, 0);
        try (Embedded embedded = Embedded.with(handler, config -> config.framer(wrong))) {
            embedded.connect().sends("abc").sendsFin();
            embedded.settle();
            assertThat(handler.takeEvents())
                    .containsExactly("open", "error:FramingException", "close:PROTOCOL_ERROR");
            assertThat(embedded.session().closeCause())
                    .hasMessage("framer needs %d bytes, of 3 received".formatted(needed));
        }
    }

    @Test
    @Tag("F12")
    void bytesThatBecameNoFrameAreCountedAtTheEnd() {
        List<Long> unread = new ArrayList<>();
        RecordingHandler handler =
                new RecordingHandler().close(session -> unread.add(session.unreadBytes()));
        try (Embedded embedded = Embedded.lines(handler)) {
            embedded.connect().sends("whole\npart").sendsFin();
            embedded.settle();
            assertThat(handler.takeEvents())
                    .containsExactly("open", "message:whole", "close:PEER_CLOSED");
            assertThat(unread).containsExactly(4L);
        }
    }

    @Test
    @Tag("fault-F33")
    void aSessionThatFindsNoMemoryForItsRestEndsAloneAndSaysWhy() {
        RecordingHandler handler = new RecordingHandler();
        SessionSettings settings = SessionSettings.DEFAULT.withMaxFrameBytes(2_500);
        try (Embedded embedded =
                Embedded.with(
                        handler,
                        builder -> builder.outboundMemoryBytes(10_000),
                        config -> config.session(settings))) {
            ScriptedPeer modest = embedded.connect();
            for (int i = 0; i < 4; i++) {
                embedded.connect().sends("x".repeat(2_000));
            }
            embedded.settle();
            assertThat(embedded.buffersInUse()).isEqualTo(4 * 2_048);
            assertThat(handler.takeEvents()).hasSize(5).containsOnly("open");
            ScriptedPeer greedy = embedded.connect().sends("y".repeat(2_000));
            modest.sends("hi\n");
            embedded.settle();
            assertThat(handler.takeEvents())
                    .containsExactlyInAnyOrder("open", "close:BUFFERS_EXHAUSTED", "message:hi");
            assertThat(greedy.isClosed()).isTrue();
        }
    }
}
