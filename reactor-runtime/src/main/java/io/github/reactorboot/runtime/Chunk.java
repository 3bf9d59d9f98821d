package io.github.reactorboot.runtime;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A pooled direct buffer: bytes are put in at its position and taken out at {@link #read}. Owned by
 * one event loop.
 */
final class Chunk {

    final ByteBuffer buffer;

    /** Index of the first byte that was not taken out yet. */
    int read;

    /** The next chunk of the queue or of the pool that holds this one. */
    @Nullable Chunk next;

    Chunk(int capacity) {
        this.buffer = ByteBuffer.allocateDirect(capacity);
    }

    int capacity() {
        return buffer.capacity();
    }

    /** Bytes that were put in and not taken out. */
    int unread() {
        return buffer.position() - read;
    }

    /** Shows the unread bytes between position and limit; {@link #endReading} undoes it. */
    ByteBuffer beginReading() {
        buffer.flip().position(read);
        return buffer;
    }

    /** The bytes before the buffer's position were taken out. */
    void endReading() {
        int end = buffer.limit();
        read = buffer.position();
        buffer.limit(buffer.capacity()).position(end);
    }

    /** Moves the unread bytes to the front. */
    void compact() {
        beginReading().compact();
        read = 0;
    }

    void reset() {
        buffer.clear();
        read = 0;
    }
}
