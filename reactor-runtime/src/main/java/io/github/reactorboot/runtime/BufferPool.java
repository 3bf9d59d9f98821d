package io.github.reactorboot.runtime;

import org.jspecify.annotations.Nullable;

/**
 * The buffers of one event loop: direct, in sizes that are powers of two, bounded in sum. Sessions
 * hold one only while bytes wait in it. Owned by the loop; {@link #bytesInUse} may be read by any
 * thread.
 */
final class BufferPool {

    private static final int SMALLEST_SHIFT = 8;
    private static final int LARGEST_SHIFT = 30;
    private static final int RETAINED_BYTES_PER_SIZE = 4 << 20;

    private final @Nullable Chunk[] free = new @Nullable Chunk[LARGEST_SHIFT - SMALLEST_SHIFT + 1];
    private final int[] freeCount = new int[LARGEST_SHIFT - SMALLEST_SHIFT + 1];
    private final long limitBytes;
    private final Counters inUse = new Counters(1);

    BufferPool(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /**
     * A chunk of at least so many bytes, or null when the pool has reached its bound or the JVM has
     * no direct memory left.
     */
    @Nullable Chunk acquire(int bytes) {
        int shift = shiftFor(bytes);
        if (shift > LARGEST_SHIFT || inUse.get(0) + (1L << shift) > limitBytes) {
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
            free[size] = chunk.next;
            chunk.next = null;
            freeCount[size]--;
        }
        inUse.add(0, chunk.capacity());
        return chunk;
    }

    private static @Nullable Chunk allocate(int capacity) {
        try {
            return new Chunk(capacity);
        } catch (OutOfMemoryError noDirectMemory) {
            // The bound of the JVM (MaxDirectMemorySize) is lower than ours: the asking session
            // bears it,
            // the loop lives on.
            return null;
        }
    }

    /** Gives a chunk back; it must not be used any more. */
    void release(Chunk chunk) {
        inUse.add(0, -chunk.capacity());
        int size = shiftFor(chunk.capacity()) - SMALLEST_SHIFT;
        if ((long) (freeCount[size] + 1) * chunk.capacity() <= RETAINED_BYTES_PER_SIZE) {
            chunk.reset();
            chunk.next = free[size];
            free[size] = chunk;
            freeCount[size]++;
        }
    }

    long bytesInUse() {
        return inUse.get(0);
    }

    private static int shiftFor(int bytes) {
        return Math.max(SMALLEST_SHIFT, 32 - Integer.numberOfLeadingZeros(bytes - 1));
    }
}
