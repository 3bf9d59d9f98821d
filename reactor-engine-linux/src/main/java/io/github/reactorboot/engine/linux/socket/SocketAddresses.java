package io.github.reactorboot.engine.linux.socket;

import io.github.reactorboot.engine.linux.libc.Errno;
import io.github.reactorboot.engine.linux.libc.Libc;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Room for one {@code struct sockaddr} and its length (ip(7), ipv6(7), unix(7)), and the way to and
 * from the addresses of Java. Used by one thread at a time.
 */
public final class SocketAddresses {

    public static final int AF_UNIX = 1;
    public static final int AF_INET = 2;
    public static final int AF_INET6 = 10;

    static final int INET_BYTES = 16;
    static final int INET6_BYTES = 28;

    /** sun_path, behind two bytes for the family. */
    private static final int UNIX_PATH_BYTES = 108;

    private static final int ROOM = 128;

    private static final ValueLayout.OfShort NETWORK_SHORT =
            ValueLayout.JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);

    private final MemorySegment memory = Arena.ofAuto().allocate(ROOM + 8L, 8);

    /** Where the structure begins. */
    public long address() {
        return memory.address();
    }

    /** Where its length stands, for calls that fill it in. */
    public long lengthAddress() {
        return memory.address() + ROOM;
    }

    /** Makes room for an address that a call fills in. */
    public SocketAddresses expect() {
        memory.set(ValueLayout.JAVA_INT, ROOM, ROOM);
        return this;
    }

    /**
     * Writes an address.
     *
     * @param family that of the socket: an IPv4 address may be asked for on a socket of IPv6, where
     *     the wildcard stands for both
     * @return its length
     */
    public int put(SocketAddress from, int family) throws SocketException {
        memory.asSlice(0, ROOM).fill((byte) 0);
        memory.set(ValueLayout.JAVA_SHORT, 0, (short) family);
        if (from instanceof UnixDomainSocketAddress unix) {
            return putPath(unix.getPath());
        }
        if (!(from instanceof InetSocketAddress internet) || internet.getAddress() == null) {
            throw new SocketException("not an address to bind to: " + from);
        }
        memory.set(NETWORK_SHORT, 2, (short) internet.getPort());
        InetAddress host = internet.getAddress();
        if (family == AF_INET) {
            MemorySegment.copy(host.getAddress(), 0, memory, ValueLayout.JAVA_BYTE, 4, 4);
            return INET_BYTES;
        }
        if (host instanceof Inet6Address six) {
            MemorySegment.copy(six.getAddress(), 0, memory, ValueLayout.JAVA_BYTE, 8, 16);
            memory.set(ValueLayout.JAVA_INT, 24, six.getScopeId());
        } else if (!host.isAnyLocalAddress()) {
            memory.set(ValueLayout.JAVA_SHORT, 18, (short) -1);
            MemorySegment.copy(host.getAddress(), 0, memory, ValueLayout.JAVA_BYTE, 20, 4);
        }
        return INET6_BYTES;
    }

    private int putPath(Path path) throws SocketException {
        byte[] bytes = path.toString().getBytes(StandardCharsets.UTF_8);
        if (bytes.length >= UNIX_PATH_BYTES) {
            throw new SocketException(
                    "path %s has %d bytes, the system takes %d"
                            .formatted(path, bytes.length, UNIX_PATH_BYTES - 1));
        }
        MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, 2, bytes.length);
        return 2 + bytes.length + 1;
    }

    /** Reads the address that a call has filled in; null if it is of an unknown family. */
    public @Nullable SocketAddress get() {
        int length = memory.get(ValueLayout.JAVA_INT, ROOM);
        if (length < 2) {
            return null;
        }
        return switch (memory.get(ValueLayout.JAVA_SHORT, 0)) {
            case AF_INET -> internet(bytes(4, 4), 0);
            case AF_INET6 -> internet(bytes(8, 16), memory.get(ValueLayout.JAVA_INT, 24));
            case AF_UNIX -> unix(path(length));
            default -> null;
        };
    }

    private byte[] bytes(int offset, int length) {
        return memory.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
    }

    private InetSocketAddress internet(byte[] host, int scope) {
        int port = memory.get(NETWORK_SHORT, 2) & 0xffff;
        try {
            // Makes an IPv4 address of one that is mapped to IPv6.
            InetAddress address = InetAddress.getByAddress(host);
            if (scope != 0 && address instanceof Inet6Address) {
                address = Inet6Address.getByAddress(null, host, scope);
            }
            return new InetSocketAddress(address, port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * A name that this JVM cannot express, for instance in the POSIX locale, is as good as none.
     */
    private static SocketAddress unix(String path) {
        try {
            return UnixDomainSocketAddress.of(path);
        } catch (InvalidPathException e) {
            return UnixDomainSocketAddress.of("");
        }
    }

    /** Empty for a socket without a name, and for an abstract one, which no path can express. */
    private String path(int length) {
        byte[] bytes = bytes(2, Math.min(length - 2, UNIX_PATH_BYTES));
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return new String(Arrays.copyOf(bytes, end), StandardCharsets.UTF_8);
    }

    /** Reads an address that stands elsewhere; null if it is of an unknown family. */
    @Nullable SocketAddress read(MemorySegment from, long offset, int length) {
        MemorySegment.copy(from, offset, memory, 0, Math.min(length, ROOM));
        memory.set(ValueLayout.JAVA_INT, ROOM, length);
        return get();
    }

    /** Copies what was written. */
    void copyTo(MemorySegment to, long offset, int length) {
        MemorySegment.copy(memory, 0, to, offset, length);
    }

    /** The local address of a socket. */
    public SocketAddress ofSocket(Libc libc, int fd) throws IOException {
        expect();
        int result = libc.getsockname(fd, address(), lengthAddress());
        SocketAddress found = result < 0 ? null : get();
        if (found == null) {
            throw Errno.exception("getsockname", -result);
        }
        return found;
    }

    /** Whether an address is of IPv4, the wildcard included. */
    static boolean isInet4(@Nullable SocketAddress address) {
        return address instanceof InetSocketAddress internet
                && internet.getAddress() instanceof Inet4Address;
    }
}
