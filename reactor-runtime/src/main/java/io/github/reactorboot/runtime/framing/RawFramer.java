package io.github.reactorboot.runtime.framing;

import java.nio.ByteBuffer;

/** No framing: what has arrived is a frame. */
final class RawFramer implements Framer {

    static final RawFramer RAW = new RawFramer();

    private RawFramer() {}

    @Override
    public boolean scan(ByteBuffer in, FrameScan scan) {
        // A bound below 1 must not make an empty frame, which the session would look at forever.
        int length = (int) Math.min(in.remaining(), Math.max(1, scan.maxPayload()));
        return scan.complete(0, length, length);
    }

    @Override
    public String toString() {
        return "raw";
    }
}
