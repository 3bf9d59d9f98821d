package io.github.reactorboot.engine.linux.uring;

import io.github.reactorboot.engine.linux.socket.IoVectors;
import io.github.reactorboot.runtime.engine.Gather;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Room for the {@code struct msghdr} and {@code struct iovec} of sends that the kernel has not
 * taken yet; it copies them when it takes the operation. Owned by the event loop.
 */
final class MessageArea {

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
        int length = IoVectors.MESSAGE_BYTES + count * IoVectors.VECTOR_BYTES;
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
        long vectors = message + IoVectors.MESSAGE_BYTES;
        used += length;
        IoVectors.putMessage(area, message, area.address() + vectors, count);
        IoVectors.putVectors(area, vectors, gather);
        return area.address() + message;
    }
}
