package io.github.reactorboot.engine.linux.socket;

import io.github.reactorboot.runtime.engine.Gather;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A {@code struct msghdr} and the array of {@code struct iovec} that it points to (iovec(3type),
 * sendmsg(2)), for one call at a time. Both processors have the same layout.
 */
public final class IoVectors {

    static final int VECTOR_BYTES = 16;
    static final int MESSAGE_BYTES = 56;
    private static final int MESSAGE_VECTORS = 16;
    private static final int MESSAGE_COUNT = 24;

    private final MemorySegment message = Arena.ofAuto().allocate(MESSAGE_BYTES, 8);
    private final MemorySegment vectors =
            Arena.ofAuto().allocate((long) Gather.BUFFERS_MAX * VECTOR_BYTES, 8);

    public IoVectors() {
        message.set(ValueLayout.JAVA_LONG, MESSAGE_VECTORS, vectors.address());
    }

    /** Writes the buffers; returns the address of the array. */
    public long vectors(Gather gather) {
        for (int i = 0; i < gather.count(); i++) {
            long offset = (long) i * VECTOR_BYTES;
            vectors.set(ValueLayout.JAVA_LONG, offset, gather.address(i));
            vectors.set(ValueLayout.JAVA_LONG, offset + 8, gather.buffer(i).remaining());
        }
        return vectors.address();
    }

    /** Writes the buffers; returns the address of the message. */
    public long message(Gather gather) {
        vectors(gather);
        message.set(ValueLayout.JAVA_LONG, MESSAGE_COUNT, gather.count());
        return message.address();
    }
}
