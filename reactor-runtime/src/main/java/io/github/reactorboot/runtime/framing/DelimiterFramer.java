package io.github.reactorboot.runtime.framing;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * Frames that end with a delimiter, found with the automaton of Knuth, Morris and Pratt: each byte
 * is looked at once, whatever the delimiter and however the stream is cut. The memo is the number
 * of bytes seen and, in its lowest four bits, how many of the last ones begin the delimiter.
 */
final class DelimiterFramer implements Framer {

    static final int BYTES_MAX = 16;

    private static final int MATCHED_BITS = 4;
    private static final int MATCHED_MASK = (1 << MATCHED_BITS) - 1;

    private final byte[] delimiter;

    /** By number of bytes matched: how many are still matched when the next byte is another. */
    private final byte[] fallback;

    DelimiterFramer(byte[] delimiter) {
        if (delimiter.length < 1 || delimiter.length > BYTES_MAX) {
            throw new IllegalArgumentException(
                    "delimiter must be 1 to %d bytes long, not %d"
                            .formatted(BYTES_MAX, delimiter.length));
        }
        this.delimiter = delimiter.clone();
        this.fallback = new byte[delimiter.length];
        for (int matched = 1; matched < delimiter.length - 1; matched++) {
            fallback[matched + 1] = (byte) next(fallback[matched], delimiter[matched]);
        }
    }

    @Override
    public boolean scan(ByteBuffer in, FrameScan scan) {
        int start = in.position();
        int end = in.limit();
        int at = start + (int) (scan.memo() >>> MATCHED_BITS);
        int matched = (int) scan.memo() & MATCHED_MASK;
        while (at < end) {
            if (matched == 0) {
                at = ByteSearch.indexOf(in, delimiter[0], at, end);
                if (at == end) {
                    break;
                }
                matched = 1;
            } else {
                matched = next(matched, in.get(at));
            }
            at++;
            if (matched == delimiter.length) {
                return scan.complete(0, at - start - matched, at - start);
            }
        }
        int received = end - start;
        // Less than a whole delimiter cannot end the frame, but it can make the payload too long.
        return scan.incomplete(0, received - matched, (long) received << MATCHED_BITS | matched);
    }

    /** How many bytes of the delimiter are matched after one more byte. */
    private int next(int matched, byte value) {
        int candidate = matched;
        while (candidate > 0 && delimiter[candidate] != value) {
            candidate = fallback[candidate];
        }
        return delimiter[candidate] == value ? candidate + 1 : 0;
    }

    @Override
    public int trailerLength() {
        return delimiter.length;
    }

    @Override
    public void putTrailer(ByteBuffer out) {
        out.put(delimiter);
    }

    @Override
    public String toString() {
        return "delimiter (0x%s)".formatted(HexFormat.of().formatHex(delimiter));
    }
}
