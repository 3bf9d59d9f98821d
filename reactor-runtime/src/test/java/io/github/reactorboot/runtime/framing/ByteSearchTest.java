package io.github.reactorboot.runtime.framing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ByteSearchTest {

    private static final int LENGTH = 40;

    @Test
    void findsTheFirstOccurrenceBetweenAnyTwoBounds() {
        Random random = new Random(3);
        ByteBuffer heap = ByteBuffer.allocate(LENGTH);
        ByteBuffer direct = ByteBuffer.allocateDirect(LENGTH);
        for (int round = 0; round < 200; round++) {
            byte wanted = (byte) random.nextInt(256);
            for (int at = 0; at < LENGTH; at++) {
                // Neighbours of the wanted byte are what a careless formula takes for it.
                byte value = (byte) (wanted ^ new int[] {1, 0x80, 0xFF, 2, 0}[random.nextInt(5)]);
                heap.put(at, value);
                direct.put(at, value);
            }
            for (int to = 0; to <= LENGTH; to++) {
                for (int from = 0; from <= to; from++) {
                    int expected = naive(heap, wanted, from, to);
                    assertThat(ByteSearch.indexOf(heap, wanted, from, to)).isEqualTo(expected);
                    assertThat(ByteSearch.indexOf(direct, wanted, from, to)).isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void looksAtNothingBehindTheBound() {
        ByteBuffer in = ByteBuffer.allocate(16).limit(11);
        assertThat(ByteSearch.indexOf(in, (byte) 1, 0, 11)).isEqualTo(11);
    }

    private static int naive(ByteBuffer in, byte wanted, int from, int to) {
        for (int at = from; at < to; at++) {
            if (in.get(at) == wanted) {
                return at;
            }
        }
        return to;
    }
}
