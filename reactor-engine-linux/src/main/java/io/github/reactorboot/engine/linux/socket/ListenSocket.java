package io.github.reactorboot.engine.linux.socket;

import io.github.reactorboot.engine.linux.libc.Errno;
import io.github.reactorboot.engine.linux.libc.Libc;
import io.github.reactorboot.runtime.engine.AcceptEvents;
import io.github.reactorboot.runtime.engine.ListenSettings;
import java.io.IOException;
import java.lang.ref.Reference;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listening socket of the kernel, and the one descriptor that is kept for the time when no other
 * is left. Owned by one event loop.
 */
public final class ListenSocket {

    private static final Logger log = LoggerFactory.getLogger(ListenSocket.class);

    public static final int SOCK_CLOEXEC = 0x80000;
    public static final int SOCK_NONBLOCK = 0x800;
    private static final int SOCK_STREAM = 1;
    private static final int EFD_CLOEXEC = 0x80000;

    private final Libc libc;
    private final int fd;
    private final boolean overTcp;
    private final SocketAddresses addresses = new SocketAddresses();
    private final SocketAddress localAddress;
    private int spare = -1;
    private boolean closed;

    private ListenSocket(Libc libc, int fd, boolean overTcp) throws IOException {
        this.libc = libc;
        this.fd = fd;
        this.overTcp = overTcp;
        this.localAddress = addresses.ofSocket(libc, fd);
        takeSpare();
    }

    /**
     * Binds and listens.
     *
     * @param typeFlags {@link #SOCK_CLOEXEC}, and {@link #SOCK_NONBLOCK} if accepting must not wait
     */
    public static ListenSocket open(Libc libc, ListenSettings settings, int typeFlags)
            throws IOException {
        SocketAddress address = settings.address();
        if (address instanceof UnixDomainSocketAddress) {
            return open(libc, settings, SocketAddresses.AF_UNIX, typeFlags);
        }
        boolean six = !SocketAddresses.isInet4(address) || isWildcardOfBoth(address);
        if (!six) {
            return open(libc, settings, SocketAddresses.AF_INET, typeFlags);
        }
        try {
            return open(libc, settings, SocketAddresses.AF_INET6, typeFlags);
        } catch (NoInet6Exception e) {
            if (!SocketAddresses.isInet4(address)) {
                throw new BindException(e.getMessage());
            }
            return open(libc, settings, SocketAddresses.AF_INET, typeFlags);
        }
    }

    /** As the sockets of the JDK: the wildcard of IPv4 stands for that of both families. */
    static boolean isWildcardOfBoth(SocketAddress address) {
        return address instanceof InetSocketAddress internet
                && internet.getAddress().isAnyLocalAddress()
                && !Boolean.getBoolean("java.net.preferIPv4Stack");
    }

    private static ListenSocket open(Libc libc, ListenSettings settings, int family, int typeFlags)
            throws IOException {
        int fd = libc.socket(family, SOCK_STREAM | typeFlags, 0);
        if (fd == -Errno.EAFNOSUPPORT && family == SocketAddresses.AF_INET6) {
            throw new NoInet6Exception(Errno.describe(-fd));
        }
        if (fd < 0) {
            throw Errno.exception("socket", -fd);
        }
        try {
            bind(libc, fd, settings, family);
            int result = libc.listen(fd, settings.backlog());
            if (result < 0) {
                throw Errno.exception("listen", -result);
            }
            return new ListenSocket(libc, fd, family != SocketAddresses.AF_UNIX);
        } catch (IOException | RuntimeException | Error e) {
            Descriptors.close(libc, fd);
            throw e;
        }
    }

    private static void bind(Libc libc, int fd, ListenSettings settings, int family)
            throws IOException {
        SocketOptions options = new SocketOptions(libc);
        if (family != SocketAddresses.AF_UNIX) {
            options.reuseAddress(fd);
            options.connection(fd, settings.accepted());
            if (settings.joining()) {
                options.reusePort(fd);
            }
        }
        if (family == SocketAddresses.AF_INET6) {
            options.bothFamilies(fd);
        }
        if (settings.receiveBufferBytes() > 0) {
            options.receiveBuffer(fd, settings.receiveBufferBytes());
        }
        SocketAddresses room = new SocketAddresses();
        int length = room.put(settings.address(), family);
        int result;
        try {
            result = libc.bind(fd, room.address(), length);
        } finally {
            Reference.reachabilityFence(room);
        }
        if (result == -Errno.EADDRNOTAVAIL
                && family == SocketAddresses.AF_INET6
                && isWildcardOfBoth(settings.address())) {
            throw new NoInet6Exception(Errno.describe(-result));
        }
        if (result < 0) {
            // One kind for all reasons: what cannot be bound is a matter of the address.
            throw new BindException("bind: " + Errno.describe(-result));
        }
    }

    public int fd() {
        return fd;
    }

    public SocketAddress localAddress() {
        return localAddress;
    }

    /** As {@link io.github.reactorboot.runtime.engine.ListeningSocket#allowSharing}. */
    public boolean allowSharing() {
        if (!overTcp) {
            return false;
        }
        try {
            new SocketOptions(libc).reusePort(fd);
            return true;
        } catch (IOException e) {
            log.debug("The port cannot be shared", e);
            return false;
        }
    }

    /**
     * Accepts what waits, with accept4(2), and reports it.
     *
     * @param most how many at the most
     * @param connectionFlags {@link #SOCK_CLOEXEC}, and {@link #SOCK_NONBLOCK} if connections must
     *     not block
     * @return how many were accepted
     */
    public int acceptWaiting(int most, int connectionFlags, AcceptEvents events) {
        int accepted = 0;
        for (int tries = 0; tries < most && !closed; tries++) {
            int connection = accept(connectionFlags);
            if (connection >= 0) {
                accepted++;
                handUp(connection, events);
            } else if (connection == -Errno.EAGAIN) {
                break;
            } else {
                boolean exhausted = Errno.isExhaustion(-connection);
                events.onAcceptFailed(Errno.exception("accept4", -connection), exhausted);
                if (exhausted) {
                    break;
                }
            }
        }
        return accepted;
    }

    /** A defect must neither leave a descriptor nor end the loop. */
    private void handUp(int connection, AcceptEvents events) {
        LinuxSocket accepted = LinuxSocket.accepted(connection, addresses.get());
        try {
            events.onAccepted(accepted);
        } catch (RuntimeException e) {
            log.error("{}: an accepted connection could not be served", this, e);
            accepted.close();
        }
    }

    /** The descriptor of one connection, or the negative error number. */
    int accept(int flags) {
        addresses.expect();
        return libc.accept4(fd, addresses.address(), addresses.lengthAddress(), flags);
    }

    /** The peer of the connection that {@link #accept} has just given. */
    @Nullable SocketAddress acceptedFrom() {
        return addresses.get();
    }

    /** As {@link io.github.reactorboot.runtime.engine.ListeningSocket#shed}; must not block. */
    public int shed(int most) {
        int shed = 0;
        while (shed < most && freeSpare()) {
            int connection = accept(SOCK_CLOEXEC);
            if (connection >= 0) {
                Descriptors.close(libc, connection);
                shed++;
            }
            takeSpare();
            if (connection < 0) {
                break;
            }
        }
        return shed;
    }

    private boolean freeSpare() {
        if (spare < 0) {
            return false;
        }
        Descriptors.close(libc, spare);
        spare = -1;
        return true;
    }

    /** Makes sure that there is a descriptor to spare, if one can be had. */
    public void takeSpare() {
        if (spare < 0 && !closed) {
            spare = libc.eventfd(0, EFD_CLOEXEC);
        }
    }

    /** What waits in the backlog is refused by the system. */
    public void close() {
        if (!closed) {
            closed = true;
            freeSpare();
            Descriptors.close(libc, fd);
        }
    }

    /** For messages. */
    @Override
    public String toString() {
        return "listening socket " + localAddress;
    }
}
