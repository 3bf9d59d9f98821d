package io.github.reactorboot.sample.resp;

import io.github.reactorboot.runtime.framing.FramingException;
import java.nio.ByteBuffer;

/**
 * The number behind the first byte of an element: digits that end with CRLF. It is handed out with
 * the place behind it, both in one long, so that nothing is allocated.
 */
final class RespNumber {

    /** The CRLF has not arrived yet. */
    static final long UNFINISHED = Long.MIN_VALUE;

    private RespNumber() {}

    /**
     * Reads a number.
     *
     * @param at where the digits begin
     * @param end where the received bytes end
     * @param what names the number in the complaint
     * @return see {@link #value} and {@link #next}, or {@link #UNFINISHED}
     */
    static long read(ByteBuffer in, int at, int end, String what) {
        boolean negative = at < end && in.get(at) == '-';
        int first = negative ? at + 1 : at;
        int i = first;
        long value = 0;
        for (; i < end; i++) {
            int digit = in.get(i) - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            value = value * 10 + digit;
            // Redis takes neither leading zeros nor what is no int.
            if (value > Integer.MAX_VALUE || (i > first && value < 10)) {
                throw invalid(what);
            }
        }
        if (i == end) {
            return UNFINISHED;
        }
        if (i == first || in.get(i) != '\r') {
            throw invalid(what);
        }
        if (i + 1 == end) {
            return UNFINISHED;
        }
        if (in.get(i + 1) != '\n') {
            throw invalid(what);
        }
        return ((negative ? -value : value) << 32) | (i + 2);
    }

    static int value(long read) {
        return (int) (read >> 32);
    }

    /** Where the bytes behind the CRLF begin. */
    static int next(long read) {
        return (int) read;
    }

    static FramingException invalid(String what) {
        return new FramingException("Protocol error: invalid " + what + " length");
    }
}
