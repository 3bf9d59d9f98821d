package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.engine.Gather;
import io.github.reactorboot.runtime.framing.Framer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that wait to be sent on one session, in chunks of the loop's pool; holds none when
 * empty. Owned by the event loop.
 */
final class OutboundQueue {

    private static final int SMALL_CHUNK = 4 << 10;
    private static final int LARGE_CHUNK = 64 << 10;

    private static final VarHandle BYTES;

    static {
        try {
            BYTES = MethodHandles.lookup().findVarHandle(OutboundQueue.class, "bytes", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final BufferPool pool;
    private @Nullable Chunk head;

    /** The chunk that is filled now; further ones behind it are empty and reserved. */
    private @Nullable Chunk tail;

    private long bytes;

    OutboundQueue(BufferPool pool) {
        this.pool = pool;
    }

    /** Bytes that wait, framing included. */
    long bytes() {
        return bytes;
    }

    /** As {@link #bytes()}, for any thread. */
    long bytesSeen() {
        return (long) BYTES.getOpaque(this);
    }

    /**
     * Frames a payload and appends it to the chunk that is filled now, if something waits there,
     * the payload fits in, and then no more than so many bytes wait.
     *
     * @return the length of the frame; -1 if it is not that simple, and nothing is appended
     */
    int join(Framer framer, ByteBuffer payload, long bytesMax) {
        Chunk chunk = tail;
        if (chunk == null || bytes == 0) {
            return -1;
        }
        int length = payload.remaining();
        framer.checkPayload(length);
        int header = framer.headerLength(length);
        int trailer = framer.trailerLength();
        long total = (long) length + header + trailer;
        ByteBuffer buffer = chunk.buffer;
        if (total > buffer.remaining() || bytes + total > bytesMax) {
            return -1;
        }
        if (header != 0) {
            framer.putHeader(buffer, length);
        }
        copy(payload, payload.position(), length, buffer);
        if (trailer != 0) {
            framer.putTrailer(buffer);
        }
        BYTES.setOpaque(this, bytes + total);
        return (int) total;
    }

    /**
     * Frames and appends a payload; false when there is no memory for it, nothing is appended then.
     */
    boolean append(Framer framer, ByteBuffer payload) {
        int length = payload.remaining();
        int header = framer.headerLength(length);
        int trailer = framer.trailerLength();
        int total = header + length + trailer;
        if (total == 0) {
            return true;
        }
        if (!reserve(total, Math.max(header, trailer))) {
            return false;
        }
        if (header != 0) {
            framer.putHeader(edge(header), length);
        }
        spread(payload);
        if (trailer != 0) {
            framer.putTrailer(edge(trailer));
        }
        trim();
        BYTES.setOpaque(this, bytes + total);
        return true;
    }

    /** Appends bytes that are framed already. */
    boolean appendRaw(ByteBuffer framed) {
        int length = framed.remaining();
        if (length == 0) {
            return true;
        }
        if (!reserve(length, 0)) {
            return false;
        }
        spread(framed);
        trim();
        BYTES.setOpaque(this, bytes + length);
        return true;
    }

    private static void copy(ByteBuffer from, int index, int length, ByteBuffer to) {
        int position = to.position();
        to.put(position, from, index, length);
        to.position(position + length);
    }

    /**
     * Makes sure that so many bytes can be put in.
     *
     * @param edge length of the longest part that must not be split, so that the end of a chunk may
     *     stay unused
     */
    private boolean reserve(int total, int edge) {
        if (tail != null && tail.buffer.remaining() >= total) {
            return true;
        }
        long missing = (long) total + edge - (tail == null ? 0 : tail.buffer.remaining());
        if (missing <= 0) {
            return true;
        }
        int size = nextChunk(missing);
        Chunk first = null;
        Chunk last = null;
        while (missing > 0) {
            Chunk chunk = pool.acquireOutbound(size);
            if (chunk == null) {
                releaseAll(first);
                return false;
            }
            if (last == null) {
                first = chunk;
            } else {
                last.next = chunk;
            }
            last = chunk;
            missing -= chunk.capacity() - edge;
        }
        if (tail == null) {
            head = first;
            tail = first;
        } else {
            tail.next = first;
        }
        return true;
    }

    /** As much again as waits already: little for a short reply, few chunks for a long one. */
    private int nextChunk(long missing) {
        long wanted = Math.max(bytes, missing);
        return (int) Math.min(LARGE_CHUNK, Math.max(SMALL_CHUNK, wanted));
    }

    /** Gives back chunks that were reserved and not needed. */
    private void trim() {
        Chunk chunk = writable();
        releaseAll(chunk.next);
        chunk.next = null;
    }

    /** The buffer that takes the next bytes that must not be split. */
    private ByteBuffer edge(int length) {
        Chunk chunk = writable();
        if (chunk.buffer.remaining() < length) {
            chunk = following(chunk);
        }
        return chunk.buffer;
    }

    private void spread(ByteBuffer payload) {
        int index = payload.position();
        int left = payload.remaining();
        Chunk chunk = writable();
        while (left > 0) {
            if (!chunk.buffer.hasRemaining()) {
                chunk = following(chunk);
            }
            int part = Math.min(left, chunk.buffer.remaining());
            copy(payload, index, part, chunk.buffer);
            index += part;
            left -= part;
        }
    }

    private Chunk writable() {
        Chunk chunk = tail;
        if (chunk == null) {
            throw new IllegalStateException("no chunk was reserved");
        }
        return chunk;
    }

    private Chunk following(Chunk chunk) {
        Chunk next = chunk.next;
        if (next == null) {
            throw new IllegalStateException("too few chunks were reserved");
        }
        tail = next;
        return next;
    }

    /**
     * Collects the waiting bytes for a gathering write: adds buffers, whose positions and limits
     * enclose them. {@link #endGather} must follow.
     *
     * @param most how many bytes at the most; positive, and there are some
     * @return where the bytes in the last of these buffers end, those included that are too many
     */
    int beginGather(Gather into, long most) {
        int lastEnd = 0;
        long room = most;
        for (Chunk chunk = head; chunk != null && room > 0 && !into.isFull(); chunk = chunk.next) {
            int unread = chunk.unread();
            if (unread > 0) {
                ByteBuffer buffer = chunk.buffer;
                lastEnd = buffer.position();
                int part = (int) Math.min(room, unread);
                into.add(buffer.limit(chunk.read + part).position(chunk.read), chunk.address);
                room -= part;
            }
        }
        return lastEnd;
    }

    /**
     * Undoes what {@link #beginGather} did to the buffers, whose positions may have moved.
     *
     * @param lastEnd what that has returned
     */
    void endGather(Gather gathered, int lastEnd) {
        int last = gathered.count() - 1;
        for (int i = 0; i <= last; i++) {
            ByteBuffer buffer = gathered.buffer(i);
            int end = i == last ? lastEnd : buffer.limit();
            buffer.limit(buffer.capacity()).position(end);
        }
    }

    /** Puts what is in a chunk before all that waits. */
    void putFirst(Chunk chunk) {
        chunk.next = head;
        head = chunk;
        if (tail == null) {
            tail = chunk;
        }
        BYTES.setOpaque(this, bytes + chunk.unread());
    }

    /** The first so many bytes were sent. */
    void advance(long sent) {
        BYTES.setOpaque(this, bytes - sent);
        long left = sent;
        Chunk chunk = head;
        while (chunk != null && left >= chunk.unread()) {
            left -= chunk.unread();
            if (chunk == tail) {
                break;
            }
            Chunk next = chunk.next;
            pool.release(chunk);
            chunk = next;
        }
        head = chunk;
        if (bytes == 0) {
            clear();
        } else if (chunk != null) {
            chunk.read += (int) left;
        }
    }

    /** Drops what waits. */
    void clear() {
        releaseAll(head);
        head = null;
        tail = null;
        BYTES.setOpaque(this, 0L);
    }

    private void releaseAll(@Nullable Chunk first) {
        Chunk chunk = first;
        while (chunk != null) {
            Chunk next = chunk.next;
            chunk.next = null;
            pool.release(chunk);
            chunk = next;
        }
    }
}
