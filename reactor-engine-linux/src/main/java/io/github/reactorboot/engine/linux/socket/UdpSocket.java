package io.github.reactorboot.engine.linux.socket;

import io.github.reactorboot.engine.linux.libc.Errno;
import io.github.reactorboot.engine.linux.libc.Libc;
import io.github.reactorboot.runtime.engine.DatagramBatch;
import io.github.reactorboot.runtime.engine.DatagramEvents;
import io.github.reactorboot.runtime.engine.DatagramSettings;
import java.io.IOException;
import java.lang.ref.Reference;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A datagram socket of the kernel (udp(7)), which never blocks. Owned by one event loop. */
public final class UdpSocket {

    private static final Logger log = LoggerFactory.getLogger(UdpSocket.class);

    private static final int SOCK_DGRAM = 2;
    private static final int SIGNALS_MOST = 8;
    private static final int TYPE =
            SOCK_DGRAM | ListenSocket.SOCK_CLOEXEC | ListenSocket.SOCK_NONBLOCK;

    private final Libc libc;
    private final DatagramRoom room;
    private final int fd;
    private final int family;
    private final DatagramSettings settings;
    private final DatagramEvents events;
    private final SocketAddress localAddress;
    private boolean closed;

    private UdpSocket(
            Libc libc,
            DatagramRoom room,
            Opened opened,
            DatagramSettings settings,
            DatagramEvents events)
            throws IOException {
        this.libc = libc;
        this.room = room;
        this.fd = opened.fd;
        this.family = opened.family;
        this.settings = settings;
        this.events = events;
        this.localAddress = new SocketAddresses().ofSocket(libc, fd);
    }

    private record Opened(int fd, int family) {}

    /** Binds, and connects if there is one peer only. */
    public static UdpSocket open(
            Libc libc, DatagramRoom room, DatagramSettings settings, DatagramEvents events)
            throws IOException {
        SocketAddress decisive = settings.remote() == null ? settings.local() : settings.remote();
        boolean four = SocketAddresses.isInet4(decisive);
        if (four && !isWildcardOfBoth(settings)) {
            return open(libc, room, SocketAddresses.AF_INET, settings, events);
        }
        try {
            return open(libc, room, SocketAddresses.AF_INET6, settings, events);
        } catch (NoInet6Exception e) {
            // As the sockets of the JDK: the wildcard is served as far as it goes.
            if (!four) {
                throw new BindException(e.getMessage());
            }
            return open(libc, room, SocketAddresses.AF_INET, settings, events);
        }
    }

    private static UdpSocket open(
            Libc libc,
            DatagramRoom room,
            int family,
            DatagramSettings settings,
            DatagramEvents events)
            throws IOException {
        int fd = libc.socket(family, TYPE, 0);
        if (fd == -Errno.EAFNOSUPPORT && family == SocketAddresses.AF_INET6) {
            throw new NoInet6Exception(Errno.describe(-fd));
        }
        if (fd < 0) {
            throw Errno.exception("socket", -fd);
        }
        Opened opened = new Opened(fd, family);
        try {
            setUp(libc, opened, settings);
            return new UdpSocket(libc, room, opened, settings, events);
        } catch (IOException | RuntimeException | Error e) {
            Descriptors.close(libc, fd);
            throw e;
        }
    }

    private static boolean isWildcardOfBoth(DatagramSettings settings) {
        return settings.remote() == null
                && settings.local() instanceof InetSocketAddress internet
                && ListenSocket.isWildcardOfBoth(internet);
    }

    private static void setUp(Libc libc, Opened opened, DatagramSettings settings)
            throws IOException {
        int fd = opened.fd;
        SocketOptions options = new SocketOptions(libc);
        // Not SO_REUSEADDR: with it another program could take datagrams away (socket(7)).
        if (settings.joining()) {
            options.reusePort(fd);
        }
        if (opened.family == SocketAddresses.AF_INET6) {
            options.bothFamilies(fd);
        }
        if (settings.receiveBufferBytes() > 0) {
            options.receiveBuffer(fd, settings.receiveBufferBytes());
        }
        if (settings.sendBufferBytes() > 0) {
            options.sendBuffer(fd, settings.sendBufferBytes());
        }
        SocketAddresses address = new SocketAddresses();
        try {
            SocketAddress local = settings.local();
            if (local != null) {
                int result = libc.bind(fd, address.address(), address.put(local, opened.family));
                if (result == -Errno.EADDRNOTAVAIL
                        && opened.family == SocketAddresses.AF_INET6
                        && isWildcardOfBoth(settings)) {
                    throw new NoInet6Exception(Errno.describe(-result));
                }
                if (result < 0) {
                    throw new BindException("bind: " + Errno.describe(-result));
                }
            }
            SocketAddress remote = settings.remote();
            if (remote != null) {
                int length = address.put(remote, opened.family);
                int result = libc.connect(fd, address.address(), length);
                if (result < 0) {
                    throw Errno.exception("connect", -result);
                }
            }
        } finally {
            Reference.reachabilityFence(address);
        }
    }

    public int fd() {
        return fd;
    }

    public SocketAddress localAddress() {
        return localAddress;
    }

    /** As {@link io.github.reactorboot.runtime.engine.DatagramTransport#allowSharing}. */
    public boolean allowSharing() {
        if (closed || settings.remote() != null) {
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
     * Receives what waits and reports it.
     *
     * @param most how many at the most
     * @return how many were received, failures included
     */
    public int receive(int most) {
        int received = 0;
        while (received < most && !closed) {
            int wanted = Math.min(most - received, DatagramRoom.most(settings.payloadBytesMax()));
            int count = room.receive(fd, settings.payloadBytesMax(), wanted);
            if (count == -Errno.EAGAIN || count == -Errno.EINTR) {
                // After a signal it is announced again.
                break;
            }
            if (count < 0) {
                received++;
                events.onReceiveFailed(Errno.exception("recvmmsg", -count));
                continue;
            }
            received += count;
            handUp(count);
            if (count < wanted) {
                break;
            }
        }
        return received;
    }

    private void handUp(int count) {
        for (int i = 0; i < count && !closed; i++) {
            SocketAddress source = settings.remote() == null ? room.source(i) : settings.remote();
            if (source == null) {
                continue;
            }
            if (room.isTruncated(i)) {
                events.onTruncated(source);
            } else {
                events.onDatagram(source, room.payload(i));
            }
        }
    }

    /**
     * Sends a batch.
     *
     * @return how many of the first ones the kernel took; 0 when it takes none now
     * @throws IOException when the first one cannot be sent
     */
    public int send(DatagramBatch batch) throws IOException {
        int to = settings.remote() == null ? family : 0;
        int sent = room.send(fd, to, batch);
        for (int tries = 0; sent == -Errno.EINTR && tries < SIGNALS_MOST; tries++) {
            sent = room.send(fd, to, batch);
        }
        if (sent == -Errno.EAGAIN) {
            return 0;
        }
        if (sent < 0) {
            throw Errno.exception("sendmmsg", -sent);
        }
        return sent;
    }

    /** Reports what waits as an error of the socket, and so takes it away. */
    public void reportError() {
        int error = new SocketOptions(libc).error(fd);
        if (error != 0) {
            events.onReceiveFailed(Errno.exception("SO_ERROR", error));
        }
    }

    public boolean isClosed() {
        return closed;
    }

    public void close() {
        if (!closed) {
            closed = true;
            Descriptors.close(libc, fd);
        }
    }

    /** For messages. */
    @Override
    public String toString() {
        return "datagram socket " + localAddress;
    }
}
