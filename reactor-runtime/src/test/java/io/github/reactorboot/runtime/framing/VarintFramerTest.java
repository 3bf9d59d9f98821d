package io.github.reactorboot.runtime.framing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VarintFramerTest {

    private final Framer framer = Framers.varint();
    private final FrameScan scan = new FrameScan();

    @ParameterizedTest
    @CsvSource({
        "0, 00",
        "1, 01",
        "127, 7f",
        "128, 8001",
        "300, ac02",
        "16383, ff7f",
        "16384, 808001",
        "2097151, ffff7f",
        "2097152, 80808001",
        "268435455, ffffff7f",
        "268435456, 8080808001",
        "2147483647, ffffffff07",
    })
    @Tag("F10")
    void lengthsAreWrittenAndReadAsVarints(int length, String header) {
        ByteBuffer out = ByteBuffer.allocate(9);
        framer.checkPayload(length);
        framer.putHeader(out, length);
        assertThat(HexFormat.of().formatHex(out.array(), 0, out.position())).isEqualTo(header);
        assertThat(framer.headerLength(length)).isEqualTo(out.position());

        if (length > 0) {
            assertThat(framer.scan(out.flip(), scan.begin(99, 0))).isFalse();
            assertThat(scan.needed()).isEqualTo((long) out.limit() + length);
            assertThat(scan.payloadAtLeast()).isGreaterThanOrEqualTo(length);
        }
    }

    @Test
    @Tag("F10")
    void takesNeedlessZeros() {
        ByteBuffer in = ByteBuffer.wrap(HexFormat.of().parseHex("818080800061"));
        assertThat(framer.scan(in, scan.begin(99, 0))).isTrue();
        assertThat(scan.payloadOffset()).isEqualTo(5);
        assertThat(scan.payloadLength()).isEqualTo(1);
        assertThat(scan.frameLength()).isEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"8080808080", "ffffffffff", "818080808000"})
    @Tag("F10")
    @Tag("fault-F13")
    void moreThanFiveBytesBreakTheFraming(String header) {
        ByteBuffer in = ByteBuffer.wrap(HexFormat.of().parseHex(header));
        assertThatExceptionOfType(FramingException.class)
                .isThrownBy(() -> framer.scan(in, scan.begin(99, 0)))
                .withMessage("length prefix is longer than 5 bytes");
    }

    @ParameterizedTest
    @CsvSource({
        "ffffffff07, 2147483647",
        "8080808008, 2147483648",
        "8180808010, 4294967297",
        "ffffffff7f, 34359738367"
    })
    @Tag("F9")
    @Tag("fault-F13")
    void aFrameThatNoBufferCanHoldIsBeyondEachBound(String header, long length) {
        ByteBuffer in = ByteBuffer.wrap(HexFormat.of().parseHex(header + "0000"));
        assertThat(framer.scan(in, scan.begin(Integer.MAX_VALUE, 0))).isFalse();
        assertThat(scan.payloadAtLeast())
                .isGreaterThan(Integer.MAX_VALUE)
                .isGreaterThanOrEqualTo(length);
        assertThat(scan.needed()).isEqualTo(length + 5);
    }
}
