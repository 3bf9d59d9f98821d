package io.github.reactorboot.runtime.framing;

import java.nio.ByteBuffer;

/** Frames that are all of one length. */
final class FixedFramer implements Framer {

    private final int length;

    FixedFramer(int length) {
        if (length < 1) {
            throw new IllegalArgumentException("length must be at least 1, not " + length);
        }
        this.length = length;
    }

    @Override
    public boolean scan(ByteBuffer in, FrameScan scan) {
        return in.remaining() >= length
                ? scan.complete(0, length, length)
                : scan.incomplete(length, length, 0);
    }

    @Override
    public void checkPayload(int payloadLength) {
        if (payloadLength != length) {
            throw new IllegalArgumentException(
                    "payload must be %d bytes long, not %d".formatted(length, payloadLength));
        }
    }

    @Override
    public String toString() {
        return "fixed (%d bytes)".formatted(length);
    }
}
