package io.github.reactorboot.test.memory;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Who listens where. Guarded by the lock of its network. */
final class MemoryAddresses {

    static final String NO_UNIX_SOCKETS =
            "the in-memory network has no Unix sockets: use a port in tests, for instance 0";

    private static final int FIRST_SERVER_PORT = 40_000;
    private static final int FIRST_CLIENT_PORT = 50_000;
    private static final int LAST_PORT = 65_535;

    private final List<Backlog> listening = new ArrayList<>();
    private int serverPort = FIRST_SERVER_PORT;
    private int clientPort = FIRST_CLIENT_PORT;

    /** The address that a listening socket gets, with a port of its own if none is asked for. */
    InetSocketAddress toBind(SocketAddress wanted) throws IOException {
        if (!(wanted instanceof InetSocketAddress internet)) {
            throw new IOException(NO_UNIX_SOCKETS);
        }
        if (internet.isUnresolved()) {
            throw new BindException("unknown host: " + internet.getHostString());
        }
        InetSocketAddress address =
                internet.getPort() == 0
                        ? new InetSocketAddress(internet.getAddress(), freePort())
                        : internet;
        for (Backlog each : listening) {
            if (collide(each.address(), address)) {
                throw new BindException("Address already in use: " + address);
            }
        }
        return address;
    }

    private int freePort() throws BindException {
        for (int tries = FIRST_SERVER_PORT; tries < FIRST_CLIENT_PORT; tries++) {
            int port = serverPort;
            serverPort = port + 1 == FIRST_CLIENT_PORT ? FIRST_SERVER_PORT : port + 1;
            if (listening.stream().noneMatch(each -> each.address().getPort() == port)) {
                return port;
            }
        }
        throw new BindException("no port is free in the in-memory network");
    }

    private static boolean collide(InetSocketAddress one, InetSocketAddress other) {
        return one.getPort() == other.getPort()
                && (isAny(one) || isAny(other) || one.getAddress().equals(other.getAddress()));
    }

    private static boolean isAny(InetSocketAddress address) {
        return address.getAddress().isAnyLocalAddress();
    }

    void add(Backlog backlog) {
        listening.add(backlog);
    }

    void remove(Backlog backlog) {
        listening.remove(backlog);
    }

    @Nullable Backlog find(InetSocketAddress to) {
        for (Backlog each : listening) {
            if (!to.isUnresolved() && collide(each.address(), to)) {
                return each;
            }
        }
        return null;
    }

    ConnectException refused(InetSocketAddress to) {
        return new ConnectException(
                "Connection refused: nobody listens on %s; listened on: %s".formatted(to, this));
    }

    /** The address of who connects: as wanted, with a port if there is none. */
    InetSocketAddress client(@Nullable SocketAddress wanted) {
        if (wanted instanceof InetSocketAddress internet && internet.getPort() != 0) {
            return internet;
        }
        int port = clientPort;
        clientPort = port == LAST_PORT ? FIRST_CLIENT_PORT : port + 1;
        return wanted instanceof InetSocketAddress internet
                ? new InetSocketAddress(internet.getAddress(), port)
                : new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    @Override
    public String toString() {
        return listening.isEmpty()
                ? "nothing"
                : listening.stream()
                        .map(each -> each.address().toString())
                        .collect(Collectors.joining(", "));
    }
}
