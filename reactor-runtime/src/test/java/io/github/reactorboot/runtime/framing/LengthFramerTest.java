package io.github.reactorboot.runtime.framing;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LengthFramerTest {

    private static final LengthFraming KEPT = LengthFraming.ofBytes(2).withKeepHeader(true);

    private final ByteBuffer buffer = ByteBuffer.allocate(256 * 1024);
    private final FrameScan scan = new FrameScan();

    static Stream<Arguments> frames() {
        return Stream.of(
                arguments(LengthFraming.ofBytes(1), "05", "6162636465"),
                arguments(LengthFraming.ofBytes(2), "0005", "6162636465"),
                arguments(LengthFraming.ofBytes(3), "000005", "6162636465"),
                arguments(LengthFraming.ofBytes(4), "00000005", "6162636465"),
                arguments(LengthFraming.ofBytes(8), "0000000000000005", "6162636465"),
                arguments(LengthFraming.ofBytes(2).withOrder(LITTLE_ENDIAN), "0500", "6162636465"),
                arguments(
                        LengthFraming.ofBytes(3).withOrder(LITTLE_ENDIAN), "050000", "6162636465"),
                arguments(
                        LengthFraming.ofBytes(4).withOrder(LITTLE_ENDIAN),
                        "05000000",
                        "6162636465"),
                arguments(
                        LengthFraming.ofBytes(8).withOrder(LITTLE_ENDIAN),
                        "0500000000000000",
                        "6162636465"),
                arguments(
                        LengthFraming.ofBytes(4).withIncludesHeader(true),
                        "00000009",
                        "6162636465"),
                arguments(LengthFraming.ofBytes(2).withAdjustment(1), "0004", "6162636465"),
                arguments(LengthFraming.ofBytes(2).withAdjustment(-2), "0007", "6162636465"),
                arguments(KEPT, "", "00056162636465"),
                arguments(KEPT.withOffset(2), "", "cafe00056162636465"),
                arguments(KEPT.withOffset(2).withIncludesHeader(true), "", "cafe00096162636465"));
    }

    @ParameterizedTest
    @MethodSource("frames")
    @Tag("F10")
    void framesAreAsDocumented(LengthFraming options, String header, String payload) {
        Framer framer = Framers.length(options);
        byte[] frame = HexFormat.of().parseHex(header + payload);
        int payloadLength = payload.length() / 2;
        assertThat(framer.scan(ByteBuffer.wrap(frame), scan.begin(99, 0))).isTrue();
        assertThat(scan.frameLength()).isEqualTo(frame.length);
        assertThat(scan.payloadOffset()).isEqualTo(header.length() / 2);
        assertThat(scan.payloadLength()).isEqualTo(payloadLength);

        framer.checkPayload(payloadLength);
        ByteBuffer out = ByteBuffer.allocate(9);
        framer.putHeader(out, payloadLength);
        framer.putTrailer(out);
        assertThat(HexFormat.of().formatHex(out.array(), 0, out.position())).isEqualTo(header);
        assertThat(framer.headerLength(payloadLength)).isEqualTo(out.position());
    }

    static Stream<Arguments> tooLarge() {
        LengthFraming eight = LengthFraming.ofBytes(8);
        return Stream.of(
                arguments(LengthFraming.ofBytes(4), "ffffffff", 0xFFFF_FFFFL),
                arguments(LengthFraming.ofBytes(4), "80000000", 0x8000_0000L),
                arguments(
                        LengthFraming.ofBytes(4).withOrder(LITTLE_ENDIAN),
                        "00000080",
                        0x8000_0000L),
                // Fits an int, but not together with the header: no buffer can hold the frame.
                arguments(LengthFraming.ofBytes(4), "7fffffff", 0x7FFF_FFFFL),
                arguments(eight, "000000007fffffff", 0x7FFF_FFFFL),
                arguments(eight, "0000000080000000", 0x8000_0000L),
                // 1 and 2 if it were cut to an int.
                arguments(eight, "0000000100000001", 0x1_0000_0001L),
                arguments(eight, "4000000000000002", 0x4000_0000_0000_0002L),
                arguments(eight, "7ffffffffffffff0", 0x7FFF_FFFF_FFFF_FFF0L));
    }

    @ParameterizedTest
    @MethodSource("tooLarge")
    @Tag("F9")
    @Tag("fault-F13")
    void aFrameThatNoBufferCanHoldIsBeyondEachBound(
            LengthFraming options, String field, long payloadAtLeast) {
        ByteBuffer in = ByteBuffer.wrap(HexFormat.of().parseHex(field + "0000"));
        boolean complete = Framers.length(options).scan(in, scan.begin(Integer.MAX_VALUE, 0));
        assertThat(complete).isFalse();
        assertThat(scan.payloadAtLeast())
                .isGreaterThan(Integer.MAX_VALUE)
                .isGreaterThanOrEqualTo(payloadAtLeast);
        assertThat(scan.needed()).isEqualTo(payloadAtLeast + options.bytes());
    }

    static Stream<Arguments> broken() {
        LengthFraming eight = LengthFraming.ofBytes(8);
        return Stream.of(
                arguments(eight, "8000000000000000"),
                arguments(eight, "ffffffffffffffff"),
                arguments(eight.withOrder(LITTLE_ENDIAN), "00000000000000ff"),
                // Would be positive after two wrongs.
                arguments(eight.withAdjustment(-99), "8000000000000001"),
                arguments(eight.withIncludesHeader(true).withAdjustment(-9), "8000000000000001"),
                // The body, then the frame overflows.
                arguments(eight.withAdjustment(1), "7fffffffffffffff"),
                arguments(eight, "7fffffffffffffff"),
                arguments(LengthFraming.ofBytes(2).withAdjustment(-3), "0002"),
                arguments(LengthFraming.ofBytes(4).withIncludesHeader(true), "00000003"),
                arguments(KEPT.withOffset(2).withIncludesHeader(true), "00000003"));
    }

    @ParameterizedTest
    @MethodSource("broken")
    @Tag("F10")
    @Tag("fault-F13")
    void aLengthThatNoFrameCanHaveBreaksTheFraming(LengthFraming options, String header) {
        ByteBuffer in = ByteBuffer.wrap(HexFormat.of().parseHex(header));
        assertThatExceptionOfType(FramingException.class)
                .isThrownBy(() -> Framers.length(options).scan(in, scan.begin(99, 0)))
                .withMessageContaining("which no frame can be (length (bytes=");
    }

    @Test
    @Tag("F5")
    @Tag("fault-F17")
    void isAskedThreeTimesForAFrameInSingleBytes() {
        FrameReceiver receiver = new FrameReceiver(Framers.length(4), 64 * 1024, buffer);
        receiver.read("\0");
        receiver.read("\1");
        receiver.read("\0");
        receiver.read("\0");
        String payload = "x".repeat(64 * 1024);
        for (int at = 0; at < payload.length(); at++) {
            receiver.read("x");
        }
        assertThat(receiver.outcome().payloads()).containsExactly(payload);
        assertThat(receiver.looks()).isEqualTo(3);
    }

    static Stream<Arguments> bounds() {
        return Stream.of(
                arguments(LengthFraming.ofBytes(1), 0, 255),
                arguments(LengthFraming.ofBytes(2), 0, 65_535),
                arguments(LengthFraming.ofBytes(3), 0, 16_777_215),
                arguments(LengthFraming.ofBytes(4), 0, Integer.MAX_VALUE),
                arguments(LengthFraming.ofBytes(8), 0, Integer.MAX_VALUE),
                arguments(LengthFraming.ofBytes(8).withAdjustment(3), 3, Integer.MAX_VALUE),
                arguments(LengthFraming.ofBytes(1).withIncludesHeader(true), 0, 254),
                arguments(LengthFraming.ofBytes(1).withAdjustment(2), 2, 257),
                arguments(LengthFraming.ofBytes(1).withAdjustment(-1), 0, 254),
                arguments(LengthFraming.ofBytes(1).withAdjustment(-255), 0, 0),
                arguments(
                        LengthFraming.ofBytes(4).withAdjustment(Integer.MIN_VALUE),
                        0,
                        Integer.MAX_VALUE),
                arguments(KEPT, 2, 65_537),
                arguments(KEPT.withOffset(3), 5, 65_540),
                arguments(KEPT.withOffset(3).withIncludesHeader(true), 5, 65_535));
    }

    @ParameterizedTest
    @MethodSource("bounds")
    @Tag("F10")
    void refusesPayloadsWhoseLengthTheFieldCannotSay(LengthFraming options, int least, int most) {
        Framer framer = Framers.length(options);
        framer.checkPayload(least);
        framer.checkPayload(most);
        String message = "payload must be %d to %d bytes long, not %d (%s)";
        if (least > 0) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> framer.checkPayload(least - 1))
                    .withMessage(message, least, most, least - 1, options);
        }
        if (most < Integer.MAX_VALUE) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> framer.checkPayload(most + 1))
                    .withMessage(message, least, most, most + 1, options);
        }
    }
}
