package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.engine.TestSockets;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The other end: a blocking socket that never waits forever. */
final class TestClient implements Closeable {

    private final Socket socket = TestSockets.next();
    private final DataInputStream in;

    private TestClient(int port, int receiveBufferBytes) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) Await.PATIENCE.toMillis());
        if (receiveBufferBytes > 0) {
            socket.setReceiveBufferSize(receiveBufferBytes);
        }
        socket.connect(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                (int) Await.PATIENCE.toMillis());
        in = new DataInputStream(socket.getInputStream());
    }

    static TestClient connect(Listener listener) throws IOException {
        return new TestClient(listener.port(), 0);
    }

    static TestClient connect(int port) throws IOException {
        return new TestClient(port, 0);
    }

    /** One whose system takes little before the application reads. */
    static TestClient connectSlow(Listener listener) throws IOException {
        return new TestClient(listener.port(), 8 << 10);
    }

    int localPort() {
        return socket.getLocalPort();
    }

    void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** With a length of four bytes in front. */
    static byte[] frame(byte[] payload) {
        return ByteBuffer.allocate(4 + payload.length).putInt(payload.length).put(payload).array();
    }

    void sendFrame(byte[] payload) throws IOException {
        send(frame(payload));
    }

    byte[] readFrame() throws IOException {
        return read(in.readInt());
    }

    byte[] read(int length) throws IOException {
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return bytes;
    }

    String readText(int length) throws IOException {
        return new String(read(length), StandardCharsets.UTF_8);
    }

    /** A line without its end. */
    String readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("after '" + line.toString(StandardCharsets.UTF_8) + "'");
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    /** Everything up to the FIN of the server. */
    byte[] readToEnd() throws IOException {
        return in.readAllBytes();
    }

    String readTextToEnd() throws IOException {
        return new String(readToEnd(), StandardCharsets.UTF_8);
    }

    /** Whether the server has ended the connection, with FIN or RST. */
    boolean isRefused() {
        try {
            return in.read() < 0;
        } catch (IOException reset) {
            return true;
        }
    }

    void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** Sends RST (SO_LINGER 0, socket(7)). */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
