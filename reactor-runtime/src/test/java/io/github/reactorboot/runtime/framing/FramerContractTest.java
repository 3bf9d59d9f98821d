package io.github.reactorboot.runtime.framing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.sun.management.ThreadMXBean;
import io.github.reactorboot.runtime.framing.FrameReceiver.Outcome;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for each framer that cuts a stream by its content. */
class FramerContractTest {

    private static final int CAPACITY = 256 * 1024;
    private static final int FRAME_MAX = 20_000;

    private static final List<ByteBuffer> BUFFERS =
            List.of(ByteBuffer.allocate(CAPACITY), ByteBuffer.allocateDirect(CAPACITY));

    static Stream<FramerCase> cases() {
        return FramerCase.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    @Tag("F4")
    @Tag("F5")
    @Tag("F6")
    @Tag("F8")
    void smallStreamsAreReadAlikeWhereverTheyAreCutTwice(FramerCase framing) {
        for (int seed = 0; seed < 40; seed++) {
            String stream = framing.stream(new Random(seed), 24, 6);
            Outcome expected = framing.naive().decode(stream, CAPACITY);
            for (int second = 0; second <= stream.length(); second++) {
                for (int first = 0; first <= second; first++) {
                    assertAlike(framing, expected, CAPACITY, stream, first, second);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    @Tag("F8")
    @Tag("fault-F17")
    void smallStreamsAreReadAlikeByteByByte(FramerCase framing) {
        for (int seed = 0; seed < 300; seed++) {
            String stream = framing.stream(new Random(seed), 60, 20);
            int[] everywhere = IntStream.range(1, stream.length()).toArray();
            Outcome expected = framing.naive().decode(stream, CAPACITY);
            assertAlike(framing, expected, CAPACITY, stream, everywhere);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    @Tag("F6")
    @Tag("F8")
    @Tag("fault-F17")
    void largeStreamsAreReadAlikeHoweverTheyAreCut(FramerCase framing) {
        Random random = new Random(7);
        for (int frameMax : new int[] {10, 300, FRAME_MAX}) {
            String stream = framing.stream(random, 64 * 1024, frameMax);
            Outcome expected = framing.naive().decode(stream, CAPACITY);
            for (int pieceMax : new int[] {1, 3, 100, 9000, stream.length()}) {
                int[] cuts = cuts(random, stream.length(), pieceMax);
                assertAlike(framing, expected, CAPACITY, stream, cuts);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    @Tag("F9")
    @Tag("fault-F13")
    void aBoundOnPayloadsActsAlikeHoweverTheStreamIsCut(FramerCase framing) {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            String stream = framing.stream(random, 60, 20);
            int maxPayload = random.nextInt(30);
            Outcome expected = framing.naive().decode(stream, maxPayload);
            int[] everywhere = IntStream.range(1, stream.length()).toArray();
            assertAlike(framing, expected, maxPayload, stream, everywhere);
            assertAlike(framing, expected, maxPayload, stream, cuts(random, 60, 20));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    @Tag("F10")
    void whatIsFramedIsReadBack(FramerCase framing) {
        Random random = new Random(11);
        for (int round = 0; round < 200; round++) {
            int payloadMax = round == 0 ? FRAME_MAX : 1 + random.nextInt(300);
            List<String> payloads = new ArrayList<>();
            StringBuilder stream = new StringBuilder();
            for (int count = 0; count < 5; count++) {
                String payload = framing.payload().apply(random, payloadMax);
                payloads.add(payload);
                stream.append(framed(framing, payload));
            }
            int[] cuts = cuts(random, stream.length(), payloadMax);
            Outcome expected = new Outcome(payloads, stream.length(), FrameReceiver.End.OPEN);
            assertAlike(framing, expected, CAPACITY, stream.toString(), cuts);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    @Tag("F5")
    @Tag("F9")
    @Tag("fault-F14")
    void noiseIsReadAsTheNaiveDecoderReadsIt(FramerCase framing) {
        Random random = new Random(13);
        for (int input = 0; input < 100_000; input++) {
            int length = 1 + random.nextInt(40);
            String stream = framing.noise(random, length);
            int maxPayload = random.nextInt(30);
            Outcome expected = framing.naive().decode(stream, maxPayload);
            ByteBuffer buffer = BUFFERS.get(input % BUFFERS.size());
            int[] cuts = cuts(random, length, 1 + random.nextInt(length));
            Outcome actual =
                    FrameReceiver.receive(framing.framer(), maxPayload, buffer, stream, cuts);
            if (!actual.equals(expected)) {
                assertThat(actual)
                        .as("%s, cut at %s", stream, Arrays.toString(cuts))
                        .isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    @Tag("F11")
    void nothingIsAllocated(FramerCase framing) {
        Random random = new Random(17);
        String payload = framing.payload().apply(random, 100);
        ByteBuffer whole = ByteBuffer.wrap(Latin1.bytes(framed(framing, payload)));
        ByteBuffer part = whole.duplicate().limit(whole.limit() - 1);
        ByteBuffer out = ByteBuffer.allocateDirect(64);
        FrameScan scan = new FrameScan();
        use(framing.framer(), 1_000, scan, whole, out);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        threads.getCurrentThreadAllocatedBytes();
        long before = threads.getCurrentThreadAllocatedBytes();
        use(framing.framer(), 100_000, scan, whole, out);
        if (part.hasRemaining()) {
            use(framing.framer(), 100_000, scan, part, out);
        }
        long after = threads.getCurrentThreadAllocatedBytes();
        assertThat(after - before).isZero();
    }

    private static void use(
            Framer framer, int times, FrameScan scan, ByteBuffer in, ByteBuffer out) {
        for (int time = 0; time < times; time++) {
            if (framer.scan(in, scan.begin(CAPACITY, 0))) {
                framer.checkPayload(scan.payloadLength());
                out.clear();
                framer.putHeader(out, scan.payloadLength());
                framer.putTrailer(out);
            }
        }
    }

    private static String framed(FramerCase framing, String payload) {
        Framer framer = framing.framer();
        int length = payload.length();
        assertThatCode(() -> framer.checkPayload(length)).doesNotThrowAnyException();
        ByteBuffer out = ByteBuffer.allocate(length + 32);
        framer.putHeader(out, length);
        assertThat(out.position()).isEqualTo(framer.headerLength(length));
        out.put(Latin1.bytes(payload));
        framer.putTrailer(out);
        assertThat(out.position())
                .isEqualTo(framer.headerLength(length) + length + framer.trailerLength());
        String frame = Latin1.string(out.flip());
        assertThat(frame).isEqualTo(framing.naive().encode(payload));
        return frame;
    }

    private static void assertAlike(
            FramerCase framing, Outcome expected, long maxPayload, String stream, int... cuts) {
        for (ByteBuffer buffer : BUFFERS) {
            Outcome actual =
                    FrameReceiver.receive(framing.framer(), maxPayload, buffer, stream, cuts);
            if (!actual.equals(expected)) {
                assertThat(actual)
                        .as("%s, cut at %s", stream, Arrays.toString(cuts))
                        .isEqualTo(expected);
            }
        }
    }

    private static int[] cuts(Random random, int length, int pieceMax) {
        return IntStream.iterate(
                        1 + random.nextInt(pieceMax),
                        cut -> cut < length,
                        cut -> cut + 1 + random.nextInt(pieceMax))
                .toArray();
    }
}
