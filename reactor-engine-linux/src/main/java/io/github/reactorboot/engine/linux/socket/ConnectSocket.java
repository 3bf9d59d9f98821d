package io.github.reactorboot.engine.linux.socket;

import io.github.reactorboot.engine.linux.libc.Errno;
import io.github.reactorboot.engine.linux.libc.Libc;
import io.github.reactorboot.runtime.engine.ConnectEvents;
import io.github.reactorboot.runtime.engine.ConnectSettings;
import java.io.IOException;
import java.lang.ref.Reference;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A socket on its way to its peer, which does not block. poll(2) says when it has arrived, or
 * failed, also when that was known at once. Owned by one event loop.
 */
public final class ConnectSocket {

    private static final Logger log = LoggerFactory.getLogger(ConnectSocket.class);

    private static final int SOCK_STREAM = 1;
    private static final int FLAGS = ListenSocket.SOCK_CLOEXEC | ListenSocket.SOCK_NONBLOCK;

    private final Libc libc;
    private final SocketOptions options;
    private final int fd;
    private final SocketAddress remote;

    /** What connect(2) has answered at once, if it was an error. */
    private final int errno;

    private boolean gone;

    private ConnectSocket(SocketOptions options, int fd, SocketAddress remote, int errno) {
        this.libc = options.libc();
        this.options = options;
        this.fd = fd;
        this.remote = remote;
        this.errno = errno;
    }

    /**
     * Begins to connect.
     *
     * @throws IOException when there is no socket to be had, or the local address cannot be bound
     */
    public static ConnectSocket begin(SocketOptions options, ConnectSettings settings)
            throws IOException {
        Libc libc = options.libc();
        int family = familyOf(settings.remote());
        int fd = libc.socket(family, SOCK_STREAM | FLAGS, 0);
        if (fd < 0) {
            throw Errno.exception("socket", -fd);
        }
        try {
            if (settings.receiveBufferBytes() > 0) {
                options.receiveBuffer(fd, settings.receiveBufferBytes());
            }
            if (settings.local() != null) {
                bind(options, fd, family, settings.local());
            }
            SocketAddresses room = new SocketAddresses();
            int length = room.put(settings.remote(), family);
            int result;
            try {
                result = libc.connect(fd, room.address(), length);
            } finally {
                Reference.reachabilityFence(room);
            }
            // A connect that a signal has interrupted goes on (connect(2), EINTR).
            boolean begun = result == -Errno.EINPROGRESS || result == -Errno.EINTR;
            return new ConnectSocket(options, fd, settings.remote(), begun ? 0 : -result);
        } catch (IOException | RuntimeException | Error e) {
            Descriptors.close(libc, fd);
            throw e;
        }
    }

    private static int familyOf(SocketAddress address) {
        if (address instanceof UnixDomainSocketAddress) {
            return SocketAddresses.AF_UNIX;
        }
        return SocketAddresses.isInet4(address)
                ? SocketAddresses.AF_INET
                : SocketAddresses.AF_INET6;
    }

    private static void bind(SocketOptions options, int fd, int family, SocketAddress local)
            throws IOException {
        boolean wildcard =
                local instanceof InetSocketAddress internet
                        && internet.getAddress() != null
                        && internet.getAddress().isAnyLocalAddress();
        if (!wildcard && familyOf(local) != family) {
            throw Errno.exception("bind " + local, Errno.EAFNOSUPPORT);
        }
        if (local instanceof InetSocketAddress internet && internet.getPort() > 0) {
            options.reuseAddress(fd);
        }
        SocketAddresses room = new SocketAddresses();
        int length = room.put(local, family);
        int result;
        try {
            result = options.libc().bind(fd, room.address(), length);
        } finally {
            Reference.reachabilityFence(room);
        }
        if (result < 0) {
            throw Errno.exception("bind " + local, -result);
        }
    }

    public int fd() {
        return fd;
    }

    /**
     * poll(2) says that the socket is ready: tells what came of it.
     *
     * @param polled a negative error number if there was none to be waited for
     */
    public void finish(int polled, ConnectEvents events) {
        int failed = errno != 0 ? errno : polled < 0 ? -polled : options.error(fd);
        if (failed != 0) {
            close();
            events.onConnectFailed(exception(failed));
            return;
        }
        gone = true;
        LinuxSocket connected = LinuxSocket.connected(fd, peer());
        try {
            events.onConnected(connected);
        } catch (RuntimeException e) {
            log.error("A connection to {} could not be served", remote, e);
            connected.close();
        }
    }

    /** The wildcard stands for this host. */
    private SocketAddress peer() {
        if (!(remote instanceof InetSocketAddress internet)
                || !internet.getAddress().isAnyLocalAddress()) {
            return remote;
        }
        byte[] loopback =
                internet.getAddress() instanceof Inet6Address
                        ? new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}
                        : new byte[] {127, 0, 0, 1};
        try {
            return new InetSocketAddress(InetAddress.getByAddress(loopback), internet.getPort());
        } catch (java.net.UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private IOException exception(int failed) {
        String message = "connect: " + Errno.describe(failed);
        return switch (failed) {
            case Errno.ECONNREFUSED, Errno.ETIMEDOUT -> new ConnectException(message);
            case Errno.EHOSTUNREACH, Errno.ENETUNREACH -> new NoRouteToHostException(message);
            // Nobody would tell when there is room again (connect(2), EAGAIN).
            case Errno.EAGAIN ->
                    new IOException(message + " (the backlog of the listening socket is full)");
            default -> Errno.exception("connect", failed);
        };
    }

    /** Gives up, unless the socket is the receiver's already. */
    public void close() {
        if (!gone) {
            gone = true;
            Descriptors.close(libc, fd);
        }
    }
}
