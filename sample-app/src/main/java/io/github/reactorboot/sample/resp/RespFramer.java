package io.github.reactorboot.sample.resp;

import io.github.reactorboot.runtime.framing.FrameScan;
import io.github.reactorboot.runtime.framing.Framer;
import io.github.reactorboot.runtime.framing.FramingException;
import java.nio.ByteBuffer;

/**
 * Finds whole requests of the Redis protocol: an array of bulk strings, or an inline command, which
 * is a line. The array is handed out with its punctuation, the line without its end.
 *
 * <p>What a look at an unfinished array has learned is kept in the memo: how far it came in the
 * upper half, how many elements are left in the lower one. So a request that drips in, or an MSET
 * with very many keys, is looked at once and not again and again. The memo of a line is how far it
 * came.
 *
 * <p>A request that announces to be too large is reported as such with {@link
 * FrameScan#incomplete}: the runtime then ends the session and names the reason.
 *
 * <p>Outbound payloads are written as they are: replies bring their own punctuation.
 */
public final class RespFramer implements Framer {

    /** The longest inline command in bytes, as Redis has it. */
    static final int LINE_BYTES_MAX = 64 << 10;

    /** No element is shorter: {@code $0}, CRLF, nothing, CRLF. */
    private static final int ELEMENT_BYTES_MIN = 6;

    private static final String COUNT = "multibulk";
    private static final String LENGTH = "bulk";

    @Override
    public boolean scan(ByteBuffer in, FrameScan scan) {
        return in.get(in.position()) == '*' ? scanArray(in, scan) : scanLine(in, scan);
    }

    private static boolean scanLine(ByteBuffer in, FrameScan scan) {
        int start = in.position();
        int end = in.limit();
        int at = start + (int) scan.memo();
        while (at < end && in.get(at) != '\n') {
            at++;
        }
        int length = at - start;
        if (length > LINE_BYTES_MAX) {
            throw new FramingException("Protocol error: too big inline request");
        }
        if (at == end) {
            return scan.incomplete(0, length, length);
        }
        boolean crlf = length > 0 && in.get(at - 1) == '\r';
        return scan.complete(0, crlf ? length - 1 : length, length + 1);
    }

    private static boolean scanArray(ByteBuffer in, FrameScan scan) {
        int start = in.position();
        int end = in.limit();
        int at = start + (int) (scan.memo() >>> 32);
        int left = (int) scan.memo();
        if (at == start) {
            long count = RespNumber.read(in, start + 1, end, COUNT);
            if (count == RespNumber.UNFINISHED) {
                return scan.incomplete(0, end - start, 0);
            }
            at = RespNumber.next(count);
            left = RespNumber.value(count);
            if ((long) left * ELEMENT_BYTES_MIN > scan.maxPayload()) {
                return scan.incomplete(0, (long) left * ELEMENT_BYTES_MIN, 0);
            }
        }
        for (; left > 0; left--) {
            long next = elementEnd(in, at, end);
            if (next < 0 || next > end) {
                long length = Math.max(next, end) - start;
                long memo = ((long) (at - start) << 32) | left;
                return scan.incomplete(next < 0 ? 0 : length, length, memo);
            }
            at = (int) next;
        }
        int length = at - start;
        return scan.complete(0, length, length);
    }

    /**
     * Where the element that begins here ends; beyond the end if it is not all there, -1 if
     * unknown.
     */
    private static long elementEnd(ByteBuffer in, int at, int end) {
        if (at == end) {
            return -1;
        }
        byte type = in.get(at);
        if (type != '$') {
            throw new FramingException(
                    "Protocol error: expected '$', got '%c'"
                            .formatted(type > ' ' && type <= '~' ? type : '?'));
        }
        long header = RespNumber.read(in, at + 1, end, LENGTH);
        if (header == RespNumber.UNFINISHED) {
            return -1;
        }
        int length = RespNumber.value(header);
        if (length < 0) {
            throw RespNumber.invalid(LENGTH);
        }
        long next = (long) RespNumber.next(header) + length + 2;
        if (next <= end && (in.get((int) next - 2) != '\r' || in.get((int) next - 1) != '\n')) {
            throw new FramingException("Protocol error: expected CRLF after bulk string");
        }
        return next;
    }

    @Override
    public String toString() {
        return "resp";
    }
}
