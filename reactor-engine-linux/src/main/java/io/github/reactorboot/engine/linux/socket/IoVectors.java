package io.github.reactorboot.engine.linux.socket;

import io.github.reactorboot.runtime.engine.Gather;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A {@code struct msghdr} and the array of {@code struct iovec} that it points to (iovec(3type),
 * sendmsg(2)), for one call at a time; and the way to write them. Both processors have the same
 * layout.
 */
public final class IoVectors {

    /** The size of a {@code struct iovec}. */
    public static final int VECTOR_BYTES = 16;

    /** The size of a {@code struct msghdr}. */
    public static final int MESSAGE_BYTES = 56;

    private static final int MESSAGE_VECTORS = 16;
    private static final int MESSAGE_COUNT = 24;

    private final MemorySegment message = Arena.ofAuto().allocate(MESSAGE_BYTES, 8);
    private final MemorySegment vectors =
            Arena.ofAuto().allocate((long) Gather.BUFFERS_MAX * VECTOR_BYTES, 8);

    /** Writes the buffers; returns the address of the array. */
    public long vectors(Gather gather) {
        putVectors(vectors, 0, gather);
        return vectors.address();
    }

    /** Writes the buffers; returns the address of the message. */
    public long message(Gather gather) {
        putMessage(message, 0, vectors(gather), gather.count());
        return message.address();
    }

    /** Writes an array into memory that is aligned to longs. */
    public static void putVectors(MemorySegment memory, long at, Gather gather) {
        long vector = at;
        for (int i = 0; i < gather.count(); i++, vector += VECTOR_BYTES) {
            memory.set(ValueLayout.JAVA_LONG, vector, gather.address(i));
            memory.set(ValueLayout.JAVA_LONG, vector + 8, gather.buffer(i).remaining());
        }
    }

    /** Writes a message of such an array and nothing else; whatever stood there is gone. */
    public static void putMessage(MemorySegment memory, long at, long vectors, int count) {
        for (int field = 0; field < MESSAGE_BYTES; field += Long.BYTES) {
            memory.set(ValueLayout.JAVA_LONG, at + field, 0);
        }
        memory.set(ValueLayout.JAVA_LONG, at + MESSAGE_VECTORS, vectors);
        memory.set(ValueLayout.JAVA_LONG, at + MESSAGE_COUNT, count);
    }
}
