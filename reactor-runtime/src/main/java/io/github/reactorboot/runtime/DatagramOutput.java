package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.engine.DatagramBatch;
import io.github.reactorboot.runtime.engine.DatagramTransport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The datagrams that wait to be sent over one socket, in the order of all its sessions, in arrays
 * that form a ring. Bounded in number, and in bytes by the pool and by {@link #limitBytes}. Owned
 * by the event loop.
 */
final class DatagramOutput {

    /** What a datagram counts beyond its payload, so that empty ones are bounded too. */
    static final int OVERHEAD = 32;

    private static final int DATAGRAMS_MAX = 16_384;
    private static final int SENT_PER_TURN = 1024;
    private static final int CHUNK_BYTES = 16 << 10;

    /** One that is as large as that of a session must not be all there is. */
    private static final int SESSIONS_AT_LIMIT = 4;

    private record Flushed(
            DatagramSession session, FlushCallback callback, @Nullable Throwable failure) {}

    private final DatagramPort port;
    private final BufferPool pool;
    private final long limitBytes;
    private final DatagramBatch batch = new DatagramBatch();
    private final ArrayDeque<Flushed> flushed = new ArrayDeque<>();

    private @Nullable DatagramSession[] sessions = new @Nullable DatagramSession[64];
    private @Nullable FlushCallback[] callbacks = new @Nullable FlushCallback[64];
    private Chunk[] chunks = new Chunk[64];
    private int[] offsets = new int[64];
    private int[] lengths = new int[64];
    private int head;
    private int count;

    /** Of those that wait, with what they count beyond. */
    private long bytes;

    /** The chunk that is being filled, and how far it is; null when nothing waits. */
    private @Nullable Chunk filling;

    private int filled;

    /** The kernel takes no more; the engine tells when it does. */
    private boolean waiting;

    DatagramOutput(DatagramPort port, BufferPool pool, long sessionLimitBytes) {
        this.port = port;
        this.pool = pool;
        this.limitBytes = SESSIONS_AT_LIMIT * sessionLimitBytes;
    }

    /** Whether so many datagrams fit, of so many bytes with what they count beyond. */
    boolean fits(int datagrams, long total) {
        return count + datagrams <= DATAGRAMS_MAX && bytes + total <= limitBytes;
    }

    /** Copies a payload; false when there is no memory for it. */
    boolean append(
            DatagramSession session,
            ByteBuffer payload,
            int offset,
            int length,
            @Nullable FlushCallback callback) {
        Chunk chunk = roomFor(length);
        if (chunk == null) {
            return false;
        }
        if (count == lengths.length) {
            grow();
        }
        // The engine leaves position and limit somewhere.
        chunk.buffer.clear().put(filled, payload, offset, length);
        int index = (head + count) & (lengths.length - 1);
        sessions[index] = session;
        callbacks[index] = callback;
        chunks[index] = chunk;
        offsets[index] = filled;
        lengths[index] = length;
        filled += length;
        count++;
        bytes += length + OVERHEAD;
        return true;
    }

    private @Nullable Chunk roomFor(int length) {
        Chunk chunk = filling;
        if (chunk == null || chunk.capacity() - filled < length) {
            chunk = pool.acquireOutbound(Math.max(CHUNK_BYTES, length));
            if (chunk != null) {
                filling = chunk;
                filled = 0;
            }
        }
        return chunk;
    }

    private void grow() {
        int size = lengths.length;
        sessions = rotated(sessions, head);
        callbacks = rotated(callbacks, head);
        chunks = rotated(chunks, head);
        offsets = rotated(offsets, head);
        lengths = rotated(lengths, head);
        head = 0;
        assert lengths.length == 2 * size;
    }

    private static <T extends @Nullable Object> T[] rotated(T[] ring, int head) {
        T[] larger = Arrays.copyOf(ring, 2 * ring.length);
        System.arraycopy(ring, head, larger, 0, ring.length - head);
        System.arraycopy(ring, 0, larger, ring.length - head, head);
        return larger;
    }

    private static int[] rotated(int[] ring, int head) {
        int[] larger = new int[2 * ring.length];
        System.arraycopy(ring, head, larger, 0, ring.length - head);
        System.arraycopy(ring, 0, larger, ring.length - head, head);
        return larger;
    }

    // ---- giving them to the kernel

    /**
     * Gives what waits to the kernel, as far as it takes it; nobody is told yet.
     *
     * @return false when there is more for the next turn
     */
    boolean send(DatagramTransport transport) {
        int sent = 0;
        while (!waiting && count > 0) {
            if (sent >= SENT_PER_TURN) {
                return false;
            }
            if (gather()) {
                sent += sendGathered(transport);
            }
        }
        return true;
    }

    /** False when the first one was of a session that is gone. */
    private boolean gather() {
        DatagramSession first = session(head);
        if (first.isClosed()) {
            removeFirst();
            return false;
        }
        for (int i = 0; i < count && !batch.isFull(); i++) {
            int index = (head + i) & (lengths.length - 1);
            DatagramSession session = session(index);
            if (session.isClosed()) {
                break;
            }
            Chunk chunk = chunks[index];
            batch.add(
                    session.remoteAddress(),
                    chunk.buffer,
                    chunk.address,
                    offsets[index],
                    lengths[index]);
        }
        return true;
    }

    private int sendGathered(DatagramTransport transport) {
        int sent;
        try {
            sent = transport.send(batch);
        } catch (IOException e) {
            port.sendFailed(session(head), e);
            first(e);
            return 1;
        } finally {
            batch.clear();
        }
        for (int i = 0; i < sent; i++) {
            port.sent(lengths[head]);
            first(null);
        }
        waiting = sent == 0;
        return sent;
    }

    /** The kernel may take some now. */
    void writable() {
        waiting = false;
    }

    /** The first one is done. */
    private void first(@Nullable Throwable failure) {
        DatagramSession session = session(head);
        FlushCallback callback = callbacks[head];
        if (callback != null) {
            flushed.add(new Flushed(session, callback, failure));
        }
        session.sender.left(lengths[head] + OVERHEAD);
        removeFirst();
    }

    private void removeFirst() {
        Chunk chunk = chunks[head];
        bytes -= lengths[head] + OVERHEAD;
        sessions[head] = null;
        callbacks[head] = null;
        head = (head + 1) & (lengths.length - 1);
        count--;
        if (count == 0 || chunks[head] != chunk) {
            pool.release(chunk);
            if (filling == chunk) {
                filling = null;
            }
        }
    }

    @SuppressWarnings("NullAway") // there is one where a datagram waits
    private DatagramSession session(int index) {
        return sessions[index];
    }

    // ---- telling

    /** Runs the callbacks of what was sent; never while a handler is at work. */
    void tell() {
        for (Flushed next = flushed.poll(); next != null; next = flushed.poll()) {
            FlushCallbacks.call(next.session(), next.callback(), next.failure());
        }
    }

    /** A session ends: what it has queued is not sent, and the callbacks learn it. */
    @SuppressWarnings("ReferenceEquality") // it is itself
    void abandon(DatagramSession session, Throwable failure) {
        for (int i = 0; i < count; i++) {
            int index = (head + i) & (lengths.length - 1);
            FlushCallback callback = callbacks[index];
            if (callback != null && sessions[index] == session) {
                callbacks[index] = null;
                flushed.add(new Flushed(session, callback, failure));
            }
        }
    }

    /** The socket is closed: nothing waits any more. */
    void clear() {
        while (count > 0) {
            removeFirst();
        }
    }
}
