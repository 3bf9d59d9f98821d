package io.github.reactorboot.benchmarks.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A plain server, a thread for each connection, that does as the test says. */
final class TestServer implements AutoCloseable {

    /** What is done with one connection; it is closed afterwards. */
    interface Service {
        void serve(InputStream in, OutputStream out) throws IOException;
    }

    private static final int LINGER_SECONDS = 20;

    private final ServerSocket listener;
    private final Service service;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<Thread> services = new CopyOnWriteArrayList<>();

    TestServer(Service service) throws IOException {
        this.service = service;
        this.listener = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    static TestServer echo() throws IOException {
        return new TestServer(TestServer::echo);
    }

    /** Frames of a sender go to all others. */
    static TestServer fanOut() throws IOException {
        List<OutputStream> members = new CopyOnWriteArrayList<>();
        return new TestServer((in, out) -> {
            members.add(out);
            byte[] bytes = new byte[4096];
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                for (OutputStream member : members) {
                    if (member != out) {
                        member.write(bytes, 0, count);
                    }
                }
            }
        });
    }

    static void echo(InputStream in, OutputStream out) throws IOException {
        in.transferTo(out);
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                sockets.add(socket);
                Thread serving = Thread.ofVirtual().unstarted(() -> serve(socket));
                services.add(serving);
                serving.start();
            }
        } catch (IOException e) {
            // closed: the test is over
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            service.serve(socket.getInputStream(), socket.getOutputStream());
        } catch (IOException e) {
            // The client is gone, as it may be; what the test says of the client counts.
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Connections accepted so far. */
    int accepted() {
        return sockets.size();
    }

    long openConnections() {
        return sockets.stream().filter(socket -> !socket.isClosed()).count();
    }

    void closeConnections() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    /**
     * Closes them and returns when the other ends have been told: a close that lingers ends when
     * its last segment was acknowledged. A socket that is being read is closed by its reader.
     */
    void closeConnectionsUntilClientsKnow() throws IOException, InterruptedException {
        for (Socket socket : sockets) {
            socket.setSoLinger(true, LINGER_SECONDS);
            socket.close();
        }
        for (Thread each : services) {
            each.join();
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        closeConnections();
    }
}
