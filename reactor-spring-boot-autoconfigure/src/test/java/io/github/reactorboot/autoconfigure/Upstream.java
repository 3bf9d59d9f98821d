package io.github.reactorboot.autoconfigure;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** A server of the test, to which a connection named upstream leads. */
final class Upstream implements Closeable {

    private final ServerSocket socket;

    private Upstream(ServerSocket socket) {
        this.socket = socket;
    }

    static Upstream open() throws IOException {
        return on(0);
    }

    static Upstream on(int port) throws IOException {
        ServerSocket socket = new ServerSocket(port, 16, InetAddress.getLoopbackAddress());
        socket.setSoTimeout(10_000);
        return new Upstream(socket);
    }

    /** A port on which nobody listens, for now. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    int port() {
        return socket.getLocalPort();
    }

    TestClient accept() throws IOException {
        return TestClient.over(socket.accept());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    ApplicationContextRunner client(String... properties) {
        return client(port(), properties);
    }

    /** An application with one loop and the connection; properties are relative to it. */
    static ApplicationContextRunner client(int port, String... properties) {
        ApplicationContextRunner runner =
                Runners.empty()
                        .withPropertyValues(
                                "reactor.runtimes.default.loops=1",
                                "reactor.connections.upstream.host=127.0.0.1",
                                "reactor.connections.upstream.port=" + port,
                                // The peer is the test, which closes its side when it is over.
                                "reactor.connections.upstream.close-timeout=100ms",
                                "reactor.connections.upstream.reconnect.initial-delay=10ms",
                                "reactor.connections.upstream.reconnect.max-delay=50ms");
        for (String property : properties) {
            runner = runner.withPropertyValues("reactor.connections.upstream." + property);
        }
        return runner;
    }
}
