package io.github.reactorboot.engine.linux.socket;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;

/**
 * An address that came from the kernel and goes back there as it came, without being made anew for
 * each datagram. Equal to any other address of the same host and port.
 */
final class KernelAddress extends InetSocketAddress {

    private static final long serialVersionUID = 1L;

    private final int family;
    private final long first;
    private final long second;
    private final long third;
    private final int scope;

    KernelAddress(InetSocketAddress address, int family, MemorySegment from, long offset) {
        super(address.getAddress(), address.getPort());
        this.family = family;
        this.first = from.get(ValueLayout.JAVA_LONG, offset);
        boolean six = family == SocketAddresses.AF_INET6;
        this.second = six ? from.get(ValueLayout.JAVA_LONG, offset + 8) : 0;
        this.third = six ? from.get(ValueLayout.JAVA_LONG, offset + 16) : 0;
        this.scope = six ? from.get(ValueLayout.JAVA_INT, offset + 24) : 0;
    }

    int family() {
        return family;
    }

    /** Whether the structure there says the same. */
    boolean isAt(MemorySegment memory, long offset) {
        return memory.get(ValueLayout.JAVA_LONG, offset) == first
                && (family != SocketAddresses.AF_INET6
                        || (memory.get(ValueLayout.JAVA_LONG, offset + 8) == second
                                && memory.get(ValueLayout.JAVA_LONG, offset + 16) == third
                                && memory.get(ValueLayout.JAVA_INT, offset + 24) == scope));
    }

    /** Writes the structure; returns its length. */
    int put(MemorySegment memory, long offset) {
        memory.set(ValueLayout.JAVA_LONG, offset, first);
        memory.set(ValueLayout.JAVA_LONG, offset + 8, second);
        if (family == SocketAddresses.AF_INET) {
            return SocketAddresses.INET_BYTES;
        }
        memory.set(ValueLayout.JAVA_LONG, offset + 16, third);
        memory.set(ValueLayout.JAVA_INT, offset + 24, scope);
        return SocketAddresses.INET6_BYTES;
    }
}
