package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.engine.PollEngineProvider;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The buffers of one event loop: direct, in sizes that are powers of two, bounded in sum. Sessions
 * hold one only while bytes wait in it. Owned by the loop; {@link #bytesInUse} may be read by any
 * thread.
 *
 * <p>The last quarter is not given to outbound queues, so that peers that do not read cannot keep
 * others from sending their frames.
 */
final class BufferPool {

    private static final int SMALLEST_SHIFT = 8;
    private static final int LARGEST_SHIFT = 30;

    /**
     * A failed attempt costs the JVM half a second of collecting garbage: no other one for so long.
     */
    private static final long PAUSE_AFTER_FAILURE_NANOS = 10_000_000_000L;

    private final @Nullable Chunk[] free = new @Nullable Chunk[LARGEST_SHIFT - SMALLEST_SHIFT + 1];
    private final long limitBytes;
    private final PollEngineProvider engine;
    private final Counters inUse = new Counters(1);
    private long freeBytes;
    private boolean failed;
    private long failedNanos;

    BufferPool(long limitBytes, PollEngineProvider engine) {
        this.limitBytes = limitBytes;
        this.engine = engine;
    }

    /** A chunk for outbound bytes, or null when too much memory is used for them. */
    @Nullable Chunk acquireOutbound(int bytes) {
        return acquire(bytes, limitBytes - limitBytes / 4);
    }

    /** A chunk for inbound bytes, or null when all memory is used. */
    @Nullable Chunk acquireInbound(int bytes) {
        return acquire(bytes, limitBytes);
    }

    private @Nullable Chunk acquire(int bytes, long most) {
        int shift = shiftFor(bytes);
        if (shift > LARGEST_SHIFT || inUse.get(0) + (1L << shift) > most) {
            return null;
        }
        int size = shift - SMALLEST_SHIFT;
        Chunk chunk = free[size];
        if (chunk == null) {
            chunk = allocate(1 << shift);
            if (chunk == null) {
                return null;
            }
        } else {
            takeFree(size, chunk);
        }
        inUse.add(0, chunk.capacity());
        return chunk;
    }

    private void takeFree(int size, Chunk chunk) {
        free[size] = chunk.next;
        chunk.next = null;
        freeBytes -= chunk.capacity();
    }

    private @Nullable Chunk allocate(int capacity) {
        if (failed && System.nanoTime() - failedNanos < PAUSE_AFTER_FAILURE_NANOS) {
            return null;
        }
        dropFree(capacity);
        try {
            failed = false;
            ByteBuffer buffer = ByteBuffer.allocateDirect(capacity);
            return new Chunk(buffer, engine.addressOf(buffer));
        } catch (OutOfMemoryError noDirectMemory) {
            // The bound of the JVM (MaxDirectMemorySize) is lower than ours: the asking session
            // bears
            // it, the loop lives on.
            failed = true;
            failedNanos = System.nanoTime();
            return null;
        }
    }

    /** Free chunks count too: those of other sizes make way. */
    private void dropFree(int capacity) {
        for (int size = free.length - 1; size >= 0; size--) {
            Chunk chunk = free[size];
            while (chunk != null && inUse.get(0) + freeBytes + capacity > limitBytes) {
                takeFree(size, chunk);
                chunk = free[size];
            }
        }
    }

    /** Gives a chunk back; it must not be used any more. */
    void release(Chunk chunk) {
        inUse.add(0, -chunk.capacity());
        // What is not kept is only freed when the collector finds it, so a good part is kept.
        if (freeBytes + chunk.capacity() <= limitBytes / 2) {
            int size = shiftFor(chunk.capacity()) - SMALLEST_SHIFT;
            chunk.reset();
            chunk.next = free[size];
            free[size] = chunk;
            freeBytes += chunk.capacity();
        }
    }

    long bytesInUse() {
        return inUse.get(0);
    }

    private static int shiftFor(int bytes) {
        return Math.max(SMALLEST_SHIFT, 32 - Integer.numberOfLeadingZeros(bytes - 1));
    }
}
