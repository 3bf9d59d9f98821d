package io.github.reactorboot.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.benchmarks.framing.Framing;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class MessagesTest {

    private static final int WIRE_BYTES = 68;
    private static final int BYTES = 20_000;

    private final Messages messages = new Messages(Framing.LENGTH, 64, 32);

    /** The stream of a connection, byte by byte. */
    private ByteBuffer stream(int offset) {
        ByteBuffer stream = ByteBuffer.allocateDirect(BYTES);
        int at = offset;
        while (stream.hasRemaining()) {
            stream.put(messages.at(at));
            at = messages.advance(at, 1);
        }
        return stream.flip();
    }

    @Test
    void eachHasItsLengthBeforeIt() {
        ByteBuffer stream = stream(messages.offsetOf(3));
        for (int at = 0; at + WIRE_BYTES <= BYTES; at += WIRE_BYTES) {
            assertThat(stream.getInt(at)).isEqualTo(64);
        }
        assertThat(messages.wireBytes()).isEqualTo(WIRE_BYTES);
        assertThat(messages.inHeader(messages.offsetOf(3) + 3)).isTrue();
        assertThat(messages.inHeader(messages.offsetOf(3) + 4)).isFalse();
    }

    @Test
    void neighboursDiffer() {
        for (Messages some : new Messages[] {messages, new Messages(Framing.RAW, 1, 1), large()}) {
            for (int message = 0; message < 1000; message++) {
                int first = some.offsetOf(message) + some.wireBytes() - some.payloadBytes();
                int second = some.offsetOf(message + 1) + some.wireBytes() - some.payloadBytes();
                assertThat(some.at(first)).isNotEqualTo(some.at(second));
            }
        }
    }

    private static Messages large() {
        return new Messages(Framing.LENGTH, 100_000, 1000);
    }

    @Test
    void aBatchLiesInOnePiece() {
        for (int message = 0; message < 1000; message++) {
            int offset = messages.offsetOf(message);
            ByteBuffer batch = messages.from(offset, 32 * WIRE_BYTES);
            assertThat(batch.remaining()).isEqualTo(32 * WIRE_BYTES);
            assertThat(batch.mismatch(stream(offset).limit(32 * WIRE_BYTES))).isEqualTo(-1);
        }
    }

    @Test
    void theFirstWrongByteIsFoundWhereverItIs() {
        int offset = messages.offsetOf(7) + 5;
        ByteBuffer stream = stream(offset);
        assertThat(messages.mismatch(stream.duplicate(), offset)).isEqualTo(-1);
        for (int wrong = 0; wrong < BYTES; wrong += 7) {
            stream.put(wrong, (byte) ~stream.get(wrong));
            assertThat(messages.mismatch(stream.duplicate(), offset)).isEqualTo(wrong);
            stream.put(wrong, (byte) ~stream.get(wrong));
        }
    }
}
