package io.github.reactorboot.engine.linux.uring;

import io.github.reactorboot.runtime.engine.Gather;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Room for the {@code struct msghdr} and {@code struct iovec} of sends that the kernel has not
 * taken yet; it copies them when it takes the operation. Owned by the event loop.
 */
final class MessageArea {

    private static final int MESSAGE_BYTES = 56;
    private static final int MESSAGE_VECTORS = 16;
    private static final int MESSAGE_COUNT = 24;
    private static final int VECTOR_BYTES = 16;

    private final Ring ring;
    private final MemorySegment area;
    private int used;

    MessageArea(Ring ring, int bytes) {
        this.ring = ring;
        this.area = Arena.ofAuto().allocate(bytes, 8);
    }

    /** Writes the buffers; returns the address of the message. */
    long add(Gather gather) {
        int count = gather.count();
        int length = MESSAGE_BYTES + count * VECTOR_BYTES;
        if (used + length > area.byteSize()) {
            ring.submit();
        }
        if (ring.submissions().pending() == 0) {
            used = 0;
        }
        if (used + length > area.byteSize()) {
            throw new IllegalStateException("the kernel takes no messages");
        }
        long message = used;
        long vector = message + MESSAGE_BYTES;
        used += length;
        // The iovecs of an earlier turn may have stood here.
        for (int field = 0; field < MESSAGE_BYTES; field += Long.BYTES) {
            area.set(ValueLayout.JAVA_LONG, message + field, 0);
        }
        area.set(ValueLayout.JAVA_LONG, message + MESSAGE_VECTORS, area.address() + vector);
        area.set(ValueLayout.JAVA_LONG, message + MESSAGE_COUNT, count);
        for (int i = 0; i < count; i++, vector += VECTOR_BYTES) {
            area.set(ValueLayout.JAVA_LONG, vector, gather.address(i));
            area.set(ValueLayout.JAVA_LONG, vector + 8, gather.buffer(i).remaining());
        }
        return area.address() + message;
    }
}
