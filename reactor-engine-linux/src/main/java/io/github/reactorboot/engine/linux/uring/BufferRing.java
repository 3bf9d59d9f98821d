package io.github.reactorboot.engine.linux.uring;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/**
 * The buffers that the kernel fills when something is received, and the ring in which it is told of
 * those that are free (io_uring_register(2), IORING_REGISTER_PBUF_RING). No socket holds a buffer
 * while it waits. Owned by the event loop.
 */
final class BufferRing {

    /** The number of these buffers with the kernel: a ring has no others. */
    static final int GROUP = 0;

    /** The largest page of the kernels that we run on: arm64 has 4, 16 or 64 KiB. */
    private static final long PAGE = 64 << 10;

    private static final VarHandle SHORT = ValueLayout.JAVA_SHORT.varHandle();

    private final MemorySegment entries;
    private final ByteBuffer[] buffers;
    private final long[] addresses;
    private final int bufferBytes;
    private final int mask;
    private int tail;

    BufferRing(RingSizes sizes) {
        int count = sizes.buffers();
        this.bufferBytes = sizes.bufferBytes();
        this.mask = count - 1;
        this.entries = Arena.ofAuto().allocate((long) count * Abi.BUFFER_BYTES, PAGE);
        this.buffers = new ByteBuffer[count];
        this.addresses = new long[count];
        ByteBuffer all = ByteBuffer.allocateDirect(count * bufferBytes);
        for (int id = 0; id < count; id++) {
            buffers[id] = all.slice(id * bufferBytes, bufferBytes);
            addresses[id] = MemorySegment.ofBuffer(buffers[id]).address();
        }
    }

    /** Gives all of them to the kernel. */
    void register(Ring ring) throws IOException {
        MemorySegment argument = Arena.ofAuto().allocate(Abi.BUFFERS_ARGUMENT_BYTES, 8);
        argument.set(ValueLayout.JAVA_LONG, 0, entries.address());
        argument.set(ValueLayout.JAVA_INT, 8, buffers.length);
        argument.set(ValueLayout.JAVA_SHORT, 12, (short) GROUP);
        ring.register("IORING_REGISTER_PBUF_RING", Abi.REGISTER_PBUF_RING, argument.address(), 1);
        for (int id = 0; id < buffers.length; id++) {
            giveBack(id);
        }
        publish();
    }

    /** A buffer that the kernel has filled. */
    ByteBuffer filled(int id, int bytes) {
        return buffers[id].clear().limit(bytes);
    }

    /** The bytes of a buffer were handed up; the kernel has it again after {@link #publish}. */
    void giveBack(int id) {
        long at = (long) (tail & mask) * Abi.BUFFER_BYTES;
        tail++;
        // Not the last two bytes: in the first entry they are the tail of the ring.
        entries.set(ValueLayout.JAVA_LONG, at, addresses[id]);
        entries.set(ValueLayout.JAVA_INT, at + Abi.BUFFER_LENGTH, bufferBytes);
        entries.set(ValueLayout.JAVA_SHORT, at + Abi.BUFFER_ID, (short) id);
    }

    /** Shows the kernel what was given back. */
    void publish() {
        SHORT.setRelease(entries, (long) Abi.BUFFERS_TAIL, (short) tail);
    }
}
