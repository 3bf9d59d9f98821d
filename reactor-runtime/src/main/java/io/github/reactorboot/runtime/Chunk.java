package io.github.reactorboot.runtime;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A pooled direct buffer: bytes are put in at its position and taken out at {@link #read}. Owned by
 * one event loop.
 */
final class Chunk {

    final ByteBuffer buffer;

    /** Of the buffer, as the engine said. */
    final long address;

    /** Index of the first byte that was not taken out yet. */
    int read;

    // Of the unfinished frame that the chunk begins with, if it is one of inbound bytes: here and
    // not in the session, as most sessions have none.

    /** Whether there is one; else what the chunk begins with was not looked at. */
    boolean unfinished;

    /** What the framer wants to remember; 0 if nothing. */
    long memo;

    /** How many bytes the frame has at least; 0 if that is not known. */
    long needed;

    /** When it began. */
    long beganNanos;

    /** The next chunk of the queue or of the pool that holds this one. */
    @Nullable Chunk next;

    Chunk(ByteBuffer buffer, long address) {
        this.buffer = buffer;
        this.address = address;
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

    /** The frame that it began with is complete. */
    void forgetFrame() {
        unfinished = false;
        memo = 0;
        needed = 0;
    }

    /** Takes over what another chunk holds. */
    void takeFrom(Chunk other) {
        buffer.put(other.beginReading());
        unfinished = other.unfinished;
        memo = other.memo;
        needed = other.needed;
        beganNanos = other.beganNanos;
    }

    void reset() {
        buffer.clear();
        read = 0;
        forgetFrame();
    }
}
