package io.github.reactorboot.engine.linux.libc;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * An array of {@code struct epoll_event} (epoll_event(3type)). The structure is packed on x86-64,
 * and only there: 12 bytes with the data at 4, elsewhere 16 bytes with the data at 8.
 */
public final class EpollEvents {

    private static final ValueLayout.OfLong DATA = ValueLayout.JAVA_LONG_UNALIGNED;

    private final MemorySegment array;
    private final int stride;
    private final int dataOffset;

    /** Room for so many events, in the layout of this machine. */
    public EpollEvents(int capacity) {
        this(capacity, Architecture.current());
    }

    EpollEvents(int capacity, Architecture architecture) {
        boolean packed = architecture == Architecture.X86_64;
        this.stride = packed ? 12 : 16;
        this.dataOffset = packed ? 4 : 8;
        this.array = Arena.ofAuto().allocate((long) capacity * stride, 8);
    }

    public long address() {
        return array.address();
    }

    public int stride() {
        return stride;
    }

    public int events(int index) {
        return array.get(ValueLayout.JAVA_INT, (long) index * stride);
    }

    public long data(int index) {
        return array.get(DATA, (long) index * stride + dataOffset);
    }

    public void set(int index, int events, long data) {
        long offset = (long) index * stride;
        array.set(ValueLayout.JAVA_INT, offset, events);
        array.set(DATA, offset + dataOffset, data);
    }
}
