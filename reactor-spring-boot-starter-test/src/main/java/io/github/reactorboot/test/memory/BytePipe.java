package io.github.reactorboot.test.memory;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * One direction of a connection: a bounded ring of bytes, and how it ends. Guarded by the lock of
 * its network.
 */
final class BytePipe {

    private static final int FIRST_BYTES = 1024;
    private static final byte[] NOTHING = new byte[0];

    private final int capacity;
    private byte[] ring = NOTHING;
    private int head;
    private int count;

    /** The writer has said FIN: an end comes behind what is in the pipe. */
    private boolean finished;

    /** The writer has said RST: a failure comes behind what is in the pipe. */
    private boolean reset;

    /** The reader has closed: what is written vanishes, and is answered by RST. */
    private boolean abandoned;

    /** The writer knows that nobody reads. */
    private boolean refusing;

    BytePipe(int capacity) {
        this.capacity = capacity;
    }

    int available() {
        return count;
    }

    /** How many bytes it takes now; those that vanish count. */
    int room() {
        return abandoned ? Integer.MAX_VALUE : capacity - count;
    }

    /** Whether all was read and nothing more will come, the orderly way. */
    boolean isAtEnd() {
        return finished && count == 0 && !reset;
    }

    /** Whether all was read and then the connection was reset. */
    boolean isAtReset() {
        return reset && count == 0;
    }

    /** Whether the next write fails. */
    boolean isRefusing() {
        return refusing;
    }

    boolean isFinished() {
        return finished;
    }

    // ---- the writer's part

    /** Takes as much as there is room for; returns how much. Moves the position. */
    int write(ByteBuffer bytes, int most) {
        int length = Math.min(Math.min(bytes.remaining(), most), room());
        if (abandoned) {
            bytes.position(bytes.position() + length);
            // The kernel takes the first write after the peer's close, the RST comes then.
            refusing = true;
            return length;
        }
        grow(count + length);
        int tail = (head + count) % Math.max(1, ring.length);
        int first = Math.min(length, ring.length - tail);
        bytes.get(ring, tail, first);
        bytes.get(ring, 0, length - first);
        count += length;
        return length;
    }

    private void grow(int wanted) {
        if (wanted <= ring.length) {
            return;
        }
        int size = Math.max(FIRST_BYTES, Math.max(wanted, ring.length * 2));
        byte[] larger = new byte[Math.min(size, Math.max(wanted, capacity))];
        int first = Math.min(count, ring.length - head);
        System.arraycopy(ring, head, larger, 0, first);
        System.arraycopy(ring, 0, larger, first, count - first);
        ring = larger;
        head = 0;
    }

    /** FIN. */
    void finish() {
        finished = true;
    }

    /** RST; what was not read yet is lost if that is wanted. */
    void reset(boolean discarding) {
        reset = true;
        if (discarding) {
            clear();
        }
    }

    // ---- the reader's part

    /** Moves as much as the buffer takes, and no more than that; returns how much. */
    int read(ByteBuffer into, int most) {
        int length = Math.min(Math.min(count, into.remaining()), most);
        int first = Math.min(length, ring.length - head);
        into.put(ring, head, first);
        into.put(ring, 0, length - first);
        head = ring.length == 0 ? 0 : (head + length) % ring.length;
        count -= length;
        return length;
    }

    /** The bytes that are there, left there. */
    byte[] peek() {
        byte[] bytes = Arrays.copyOfRange(ring, head, Math.min(head + count, ring.length));
        int first = bytes.length;
        bytes = Arrays.copyOf(bytes, count);
        System.arraycopy(ring, 0, bytes, first, count - first);
        return bytes;
    }

    /** Nobody reads any more. */
    void abandon(boolean refuse) {
        abandoned = true;
        refusing |= refuse;
        clear();
    }

    private void clear() {
        ring = NOTHING;
        head = 0;
        count = 0;
    }
}
