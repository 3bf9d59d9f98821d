package io.github.reactorboot.runtime.framing;

import java.nio.ByteBuffer;

/** Searches eight bytes at a time, by absolute access. */
final class ByteSearch {

    private static final long LOW_BITS = 0x7F7F_7F7F_7F7F_7F7FL;
    private static final long EACH_BYTE = 0x0101_0101_0101_0101L;

    private ByteSearch() {}

    /**
     * Finds the first occurrence of a byte.
     *
     * @param in big-endian; nothing of it is changed
     * @param from absolute index of the first byte to look at
     * @param to absolute index behind the last byte to look at
     * @return absolute index of the byte, or {@code to} when it is not there
     */
    static int indexOf(ByteBuffer in, byte wanted, int from, int to) {
        long pattern = (wanted & 0xFF) * EACH_BYTE;
        int at = from;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            long zeroIfWanted = in.getLong(at) ^ pattern;
            // 0x80 in each byte that is zero and 0 in all others. The shorter formula with a
            // subtraction marks wrong bytes too, and here the most significant one counts.
            long found = ~(((zeroIfWanted & LOW_BITS) + LOW_BITS) | zeroIfWanted | LOW_BITS);
            if (found != 0) {
                return at + (Long.numberOfLeadingZeros(found) >>> 3);
            }
        }
        while (at < to && in.get(at) != wanted) {
            at++;
        }
        return at;
    }
}
