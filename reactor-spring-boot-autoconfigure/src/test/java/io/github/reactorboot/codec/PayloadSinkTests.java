package io.github.reactorboot.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadSinkTests {

    private final PayloadSink sink = new PayloadSink();

    @Test
    void numbersAreBigEndian() {
        sink.put((byte) 1).putShort((short) 2).putInt(3).putLong(4);
        assertThat(sink.payload())
                .isEqualTo(
                        ByteBuffer.wrap(new byte[] {1, 0, 2, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 4}));
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                0,
                1,
                9,
                10,
                99,
                100,
                -1,
                -10,
                12345678901L,
                999999999999999999L,
                1000000000000000000L,
                Long.MAX_VALUE,
                Long.MIN_VALUE,
                Long.MIN_VALUE + 1
            })
    void decimalsAreThoseOfTheJdk(long value) {
        assertThat(text(sink.putDecimal(value))).isEqualTo(Long.toString(value));
    }

    @Test
    void randomDecimalsAreThoseOfTheJdk() {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            long value = random.nextLong() >> random.nextInt(63);
            sink.clear();
            assertThat(text(sink.putDecimal(value))).isEqualTo(Long.toString(value));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "aé", "é", "a\uD83D\uDE00b", "\uD800", "a\uD800"})
    void textIsUtf8(String text) {
        assertThat(sink.putText(text).payload())
                .isEqualTo(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        sink.clear();
        assertThat(sink.putText(new StringBuilder(text)).payload())
                .isEqualTo(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void growsAsItHasTo() throws Exception {
        byte[] much = new byte[100_000];
        new Random(1).nextBytes(much);
        try (OutputStream stream = sink.asStream()) {
            stream.write(much);
            stream.write(7);
        }
        ByteBuffer direct = ByteBuffer.allocateDirect(much.length).put(much).flip();
        sink.put(direct);
        assertThat(direct.position()).isZero();
        assertThat(sink.size()).isEqualTo(200_001);
        ByteBuffer expected = ByteBuffer.allocate(200_001).put(much).put((byte) 7).put(much).flip();
        assertThat(sink.payload()).isEqualTo(expected);
    }

    @Test
    void isEmptyWhenCleared() {
        sink.putText("abc").clear();
        assertThat(sink.size()).isZero();
        assertThat(text(sink.putText("d"))).isEqualTo("d");
    }

    private static String text(PayloadSink sink) {
        return StandardCharsets.UTF_8.decode(sink.payload()).toString();
    }
}
