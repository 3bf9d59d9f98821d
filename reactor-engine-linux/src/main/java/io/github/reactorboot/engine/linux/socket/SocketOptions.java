package io.github.reactorboot.engine.linux.socket;

import io.github.reactorboot.engine.linux.libc.Errno;
import io.github.reactorboot.engine.linux.libc.Libc;
import io.github.reactorboot.runtime.engine.SocketSettings;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;

/**
 * Sets options of sockets (socket(7), tcp(7), ipv6(7)); their numbers are the same on x86-64 and
 * arm64. Used by one thread at a time.
 */
public final class SocketOptions {

    private static final int SOL_SOCKET = 1;
    private static final int SO_REUSEADDR = 2;
    private static final int SO_ERROR = 4;
    private static final int SO_SNDBUF = 7;
    private static final int SO_RCVBUF = 8;
    private static final int SO_KEEPALIVE = 9;
    private static final int SO_LINGER = 13;
    private static final int SO_REUSEPORT = 15;
    private static final int IPPROTO_TCP = 6;
    private static final int TCP_NODELAY = 1;
    private static final int TCP_USER_TIMEOUT = 18;
    private static final int IPPROTO_IPV6 = 41;
    private static final int IPV6_V6ONLY = 26;

    private final Libc libc;
    private final MemorySegment value = Arena.ofAuto().allocate(16, 8);

    public SocketOptions(Libc libc) {
        this.libc = libc;
    }

    Libc libc() {
        return libc;
    }

    private void set(int fd, int level, int option, int setting) throws IOException {
        value.set(ValueLayout.JAVA_INT, 0, setting);
        setValue(fd, level, option, Integer.BYTES);
    }

    private void setValue(int fd, int level, int option, int length) throws IOException {
        int result;
        try {
            result = libc.setsockopt(fd, level, option, value.address(), length);
        } finally {
            // The collector must not free what the call looks at.
            Reference.reachabilityFence(this);
        }
        if (result < 0) {
            throw Errno.exception("setsockopt", -result);
        }
    }

    /** A restart need not wait for connections in TIME_WAIT. */
    void reuseAddress(int fd) throws IOException {
        set(fd, SOL_SOCKET, SO_REUSEADDR, 1);
    }

    /** Other sockets of the same user may listen on the address too. */
    void reusePort(int fd) throws IOException {
        set(fd, SOL_SOCKET, SO_REUSEPORT, 1);
    }

    /** The wildcard stands for IPv4 too. */
    void bothFamilies(int fd) throws IOException {
        set(fd, IPPROTO_IPV6, IPV6_V6ONLY, 0);
    }

    void receiveBuffer(int fd, int bytes) throws IOException {
        set(fd, SOL_SOCKET, SO_RCVBUF, bytes);
    }

    public void sendBuffer(int fd, int bytes) throws IOException {
        set(fd, SOL_SOCKET, SO_SNDBUF, bytes);
    }

    /**
     * Options of a connection over TCP. Set on a socket that listens they are those of what it
     * accepts.
     */
    public void connection(int fd, SocketSettings settings) throws IOException {
        if (settings.noDelay()) {
            set(fd, IPPROTO_TCP, TCP_NODELAY, 1);
        }
        if (settings.keepAlive()) {
            set(fd, SOL_SOCKET, SO_KEEPALIVE, 1);
        }
        if (settings.userTimeoutMillis() > 0) {
            set(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, settings.userTimeoutMillis());
        }
        if (settings.sendBufferBytes() > 0) {
            sendBuffer(fd, settings.sendBufferBytes());
        }
    }

    /** The pending error of a socket, which is cleared; 0 if there is none. */
    int error(int fd) {
        value.set(ValueLayout.JAVA_INT, 0, 0);
        value.set(ValueLayout.JAVA_INT, 8, Integer.BYTES);
        int result;
        try {
            long address = value.address();
            result = libc.getsockopt(fd, SOL_SOCKET, SO_ERROR, address, address + 8);
        } finally {
            Reference.reachabilityFence(this);
        }
        return result < 0 ? -result : value.get(ValueLayout.JAVA_INT, 0);
    }

    /** close(2) discards what was not sent, and resets the connection. */
    public void resetOnClose(int fd) throws IOException {
        value.set(ValueLayout.JAVA_INT, 0, 1);
        value.set(ValueLayout.JAVA_INT, 4, 0);
        setValue(fd, SOL_SOCKET, SO_LINGER, 2 * Integer.BYTES);
    }
}
