package io.github.reactorboot.runtime.framing;

import java.nio.ByteBuffer;

/** Lines that end with LF or CRLF. The memo is the number of bytes known to hold no LF. */
final class LineFramer implements Framer {

    static final LineFramer LF = new LineFramer(false);
    static final LineFramer CRLF = new LineFramer(true);

    private static final byte LINE_FEED = '\n';
    private static final byte CARRIAGE_RETURN = '\r';
    private static final short BOTH = '\r' << 8 | '\n';

    private final boolean crlf;

    private LineFramer(boolean crlf) {
        this.crlf = crlf;
    }

    @Override
    public boolean scan(ByteBuffer in, FrameScan scan) {
        int start = in.position();
        int end = in.limit();
        int lineFeed = ByteSearch.indexOf(in, LINE_FEED, start + (int) scan.memo(), end);
        int length = lineFeed - start;
        int payload = length > 0 && in.get(lineFeed - 1) == CARRIAGE_RETURN ? length - 1 : length;
        if (lineFeed < end) {
            return scan.complete(0, payload, length + 1);
        }
        // A CR that came last belongs to the terminator if the next byte is an LF, so a line of
        // just the allowed length is not too long yet.
        return scan.incomplete(0, payload, length);
    }

    @Override
    public int trailerLength() {
        return crlf ? 2 : 1;
    }

    @Override
    public void putTrailer(ByteBuffer out) {
        if (crlf) {
            out.putShort(BOTH);
        } else {
            out.put(LINE_FEED);
        }
    }

    @Override
    public String toString() {
        return crlf ? "line (CRLF)" : "line (LF)";
    }
}
