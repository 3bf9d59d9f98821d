package io.github.reactorboot.autoconfigure;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.springframework.context.ApplicationContext;

/** A blocking socket that speaks lines. */
final class TestClient implements Closeable {

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    private TestClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(10_000);
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        this.out = socket.getOutputStream();
    }

    static TestClient connect(ApplicationContext context, String listener) throws IOException {
        return connect(
                context.getEnvironment()
                        .getRequiredProperty("local.reactor." + listener + ".port", Integer.class));
    }

    /** Over a socket that a test has accepted. */
    static TestClient over(Socket accepted) throws IOException {
        return new TestClient(accepted);
    }

    static TestClient connect(int port) throws IOException {
        return new TestClient(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    TestClient send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    TestClient send(byte[] bytes) throws IOException {
        out.write(bytes);
        return this;
    }

    /** The next line without its end; null at the end of the stream. */
    String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                return line.isEmpty() ? null : line.toString();
            }
            line.append((char) next);
        }
        return line.toString();
    }

    String ask(String line) throws IOException {
        return send(line + "\n").line();
    }

    byte[] bytes(int length) throws IOException {
        return in.readNBytes(length);
    }

    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
