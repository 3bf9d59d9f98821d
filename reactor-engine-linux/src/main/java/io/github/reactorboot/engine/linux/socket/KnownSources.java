package io.github.reactorboot.engine.linux.socket;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Finds the address of a source by the bytes that the kernel has written, so that a datagram of a
 * known source makes no new object. Each source has one place; another one may take it. Owned by
 * one event loop.
 */
final class KnownSources {

    private static final int PLACES = 4096;

    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

    private final @Nullable KernelAddress[] places = new @Nullable KernelAddress[PLACES];
    private final SocketAddresses reader = new SocketAddresses();

    /**
     * The source of a datagram; null if it is of an unknown family.
     *
     * @param length of the structure there; 0 if the kernel has written none
     */
    @Nullable KernelAddress find(MemorySegment memory, long offset, int length) {
        if (length < SocketAddresses.INET_BYTES) {
            return null;
        }
        int family = memory.get(ValueLayout.JAVA_SHORT, offset);
        int place = place(memory, offset, family);
        KernelAddress known = places[place];
        if (known != null && known.isAt(memory, offset)) {
            return known;
        }
        if (!(reader.read(memory, offset, length) instanceof InetSocketAddress address)) {
            return null;
        }
        KernelAddress fresh = new KernelAddress(address, family, memory, offset);
        places[place] = fresh;
        return fresh;
    }

    private static int place(MemorySegment memory, long offset, int family) {
        long hash = memory.get(ValueLayout.JAVA_LONG, offset);
        if (family == SocketAddresses.AF_INET6) {
            hash = hash * 31 + memory.get(ValueLayout.JAVA_LONG, offset + 8);
            hash = hash * 31 + memory.get(ValueLayout.JAVA_LONG, offset + 16);
        }
        return (int) ((hash * SPREAD) >>> 40) & (PLACES - 1);
    }
}
