package io.github.reactorboot.runtime.framing;

import java.nio.ByteBuffer;

/** Frames that say their length, see {@link LengthFraming}. */
final class LengthFramer implements Framer {

    private final LengthFraming options;
    private final int bytes;
    private final int offset;
    private final boolean littleEndian;
    private final int headerBytes;

    /** Bytes at the front of a frame that are not handed out. */
    private final int stripped;

    /** Body length minus declared length. */
    private final long surplus;

    private final long payloadMin;
    private final long payloadMax;

    LengthFramer(LengthFraming options) {
        options.checkTogether();
        this.options = options;
        this.bytes = options.bytes();
        this.offset = options.offset();
        this.littleEndian = options.littleEndian();
        this.headerBytes = options.headerBytes();
        this.stripped = options.keepHeader() ? 0 : headerBytes;
        this.surplus = options.surplus();
        this.payloadMin = options.payloadMin();
        this.payloadMax = options.payloadMax();
    }

    @Override
    public boolean scan(ByteBuffer in, FrameScan scan) {
        int received = in.remaining();
        if (received < headerBytes) {
            return scan.incomplete(headerBytes, 0, 0);
        }
        long declared = declared(in, in.position() + offset);
        // Where declared is not negative, each of the sums is negative if it overflows.
        long body = declared + surplus;
        long frame = body + headerBytes;
        if (declared < 0 || body < 0 || frame < 0) {
            throw new FramingException(
                    "length field says %s, which no frame can be (%s)"
                            .formatted(Long.toUnsignedString(declared), options));
        }
        if (frame <= received) {
            return scan.complete(stripped, (int) frame - stripped, (int) frame);
        }
        return incompleteBody(scan, frame - stripped, frame);
    }

    /** Makes sure that a frame no buffer can hold is beyond each bound that is an int. */
    static boolean incompleteBody(FrameScan scan, long payload, long frame) {
        return scan.incomplete(frame, frame > Integer.MAX_VALUE ? frame : payload, 0);
    }

    private long declared(ByteBuffer in, int at) {
        long value =
                switch (bytes) {
                    case 1 -> in.get(at) & 0xFF;
                    case 2 -> in.getShort(at) & 0xFFFF;
                    case 3 -> ((in.getShort(at) & 0xFFFF) << 8) | (in.get(at + 2) & 0xFF);
                    case 4 -> in.getInt(at) & 0xFFFF_FFFFL;
                    default -> in.getLong(at);
                };
        return littleEndian ? reversed(value) : value;
    }

    private long reversed(long value) {
        return Long.reverseBytes(value) >>> ((Long.BYTES - bytes) * Byte.SIZE);
    }

    @Override
    public void checkPayload(int payloadLength) {
        if (payloadLength < payloadMin || payloadLength > payloadMax) {
            throw new IllegalArgumentException(
                    "payload must be %d to %d bytes long, not %d (%s)"
                            .formatted(payloadMin, payloadMax, payloadLength, options));
        }
    }

    @Override
    public int headerLength(int payloadLength) {
        return stripped;
    }

    @Override
    public void putHeader(ByteBuffer out, int payloadLength) {
        if (stripped == 0) {
            return;
        }
        long declared = payloadLength - surplus;
        long value = littleEndian ? reversed(declared) : declared;
        switch (bytes) {
            case 1 -> out.put((byte) value);
            case 2 -> out.putShort((short) value);
            case 3 -> out.putShort((short) (value >>> 8)).put((byte) value);
            case 4 -> out.putInt((int) value);
            default -> out.putLong(value);
        }
    }

    @Override
    public String toString() {
        return options.toString();
    }
}
