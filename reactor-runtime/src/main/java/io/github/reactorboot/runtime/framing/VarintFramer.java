package io.github.reactorboot.runtime.framing;

import java.nio.ByteBuffer;

/** Frames behind their length as an unsigned LEB128 number, seven bits a byte, lowest first. */
final class VarintFramer implements Framer {

    static final VarintFramer VARINT = new VarintFramer();

    private static final int HEADER_BYTES_MAX = 5;
    private static final int MORE = 0x80;

    private VarintFramer() {}

    @Override
    public boolean scan(ByteBuffer in, FrameScan scan) {
        int start = in.position();
        int received = in.remaining();
        int headerEnd = Math.min(received, HEADER_BYTES_MAX);
        // Five bytes hold 35 bits: too much for an int, but no overflow here.
        long declared = 0;
        for (int index = 0; index < headerEnd; index++) {
            int value = in.get(start + index);
            declared |= (value & 0x7FL) << (7 * index);
            if (value >= 0) {
                return body(scan, received, index + 1, declared);
            }
        }
        if (headerEnd == HEADER_BYTES_MAX) {
            throw new FramingException(
                    "length prefix is longer than %d bytes".formatted(HEADER_BYTES_MAX));
        }
        return scan.incomplete(0, 0, 0);
    }

    private static boolean body(FrameScan scan, int received, int header, long declared) {
        long frame = header + declared;
        if (frame <= received) {
            return scan.complete(header, (int) declared, (int) frame);
        }
        return LengthFramer.incompleteBody(scan, declared, frame);
    }

    @Override
    public int headerLength(int payloadLength) {
        int significantBits = Integer.SIZE - Integer.numberOfLeadingZeros(payloadLength | 1);
        return (significantBits + 6) / 7;
    }

    @Override
    public void putHeader(ByteBuffer out, int payloadLength) {
        int rest = payloadLength;
        while (rest >= MORE) {
            out.put((byte) (rest | MORE));
            rest >>>= 7;
        }
        out.put((byte) rest);
    }

    @Override
    public String toString() {
        return "varint";
    }
}
