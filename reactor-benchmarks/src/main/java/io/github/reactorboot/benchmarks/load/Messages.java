package io.github.reactorboot.benchmarks.load;

import io.github.reactorboot.benchmarks.framing.Framing;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/**
 * The bytes of all messages: a cycle of messages that differ, ready to be sent and to be compared
 * with. What a connection sends is this cycle again and again, and connections begin at different
 * places of it, so that bytes lost, doubled, changed or given to the wrong connection are seen.
 *
 * <p>After the cycle its beginning is repeated, so that a batch lies in one piece wherever it
 * begins. Positions are byte offsets into the cycle. Loop thread only.
 */
final class Messages {

    /** So small that it stays in the processor's cache. */
    private static final int CYCLE_BYTES = 8192;

    private static final int CYCLE_MIN = 4;
    private static final int CYCLE_MAX = 251;

    /** No socket buffer takes more at once. */
    private static final int BATCH_BYTES_MAX = 1 << 20;

    private static final long SEED = 0x5eed;

    /** All of them; its position and limit are those of the last piece given out. */
    private final ByteBuffer bytes;

    /** The same, looked at byte by byte. */
    private final ByteBuffer whole;

    private final int headerBytes;
    private final int wireBytes;
    private final int cycleMessages;
    private final int cycleBytes;

    /**
     * Lays the bytes out.
     *
     * @param batch messages that go out at once
     */
    Messages(Framing framing, int payloadBytes, int batch) {
        this.headerBytes = framing.headerBytes();
        this.wireBytes = headerBytes + payloadBytes;
        this.cycleMessages = Math.clamp(CYCLE_BYTES / wireBytes, CYCLE_MIN, CYCLE_MAX);
        this.cycleBytes = cycleMessages * wireBytes;
        int batchBytes = (int) Math.min((long) batch * wireBytes, BATCH_BYTES_MAX);
        this.bytes = ByteBuffer.allocateDirect(cycleBytes + Math.max(batchBytes, wireBytes));
        this.whole = bytes.duplicate();
        fill(payloadBytes);
    }

    private void fill(int payloadBytes) {
        SplittableRandom random = new SplittableRandom(SEED);
        byte[] payload = new byte[payloadBytes];
        for (int message = 0; message < cycleMessages; message++) {
            random.nextBytes(payload);
            // Even messages of one byte differ from their neighbours.
            payload[0] = (byte) message;
            if (headerBytes > 0) {
                bytes.putInt(payloadBytes);
            }
            bytes.put(payload);
        }
        for (int offset = 0; bytes.hasRemaining(); offset++) {
            bytes.put(bytes.get(offset));
        }
    }

    /** Bytes of a message with its header. */
    int wireBytes() {
        return wireBytes;
    }

    int payloadBytes() {
        return wireBytes - headerBytes;
    }

    /** Where a message begins, of an endless count of messages. */
    int offsetOf(int message) {
        return message % cycleMessages * wireBytes;
    }

    int advance(int offset, int count) {
        return (offset + count) % cycleBytes;
    }

    byte at(int offset) {
        return whole.get(offset);
    }

    /** Whether a byte is one of a length field. */
    boolean inHeader(int offset) {
        return offset % wireBytes < headerBytes;
    }

    /** The bytes from an offset on, as many as lie in one piece; good until the next call. */
    ByteBuffer from(int offset, long bytesMax) {
        int length = (int) Math.min(bytesMax, bytes.capacity() - offset);
        return bytes.limit(offset + length).position(offset);
    }

    /**
     * Compares what came with what should have.
     *
     * @return how many bytes are right before the first wrong one, or -1 if all are
     */
    int mismatch(ByteBuffer received, int offset) {
        int end = received.limit();
        int at = offset;
        int right = 0;
        while (received.position() < end) {
            ByteBuffer expected = from(at, end - received.position());
            int length = expected.remaining();
            received.limit(received.position() + length);
            int wrong = received.mismatch(expected);
            if (wrong >= 0) {
                return right + wrong;
            }
            right += length;
            at = advance(at, length);
            received.position(received.limit()).limit(end);
        }
        return -1;
    }
}
