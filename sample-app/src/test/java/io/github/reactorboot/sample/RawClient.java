package io.github.reactorboot.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A client that knows nothing: bytes out, bytes in, as Latin-1 text. */
final class RawClient implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket = new Socket();

    RawClient(int port) throws IOException {
        this(port, 0);
    }

    /** With a receive buffer of the system that is small, if not 0. */
    RawClient(int port, int receiveBufferBytes) throws IOException {
        if (receiveBufferBytes > 0) {
            socket.setReceiveBufferSize(receiveBufferBytes);
        }
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(new InetSocketAddress("127.0.0.1", port));
    }

    /** A request as an array of bulk strings. */
    static String request(String... arguments) {
        StringBuilder request = new StringBuilder("*" + arguments.length + "\r\n");
        for (String argument : arguments) {
            request.append('$').append(argument.length()).append("\r\n");
            request.append(argument).append("\r\n");
        }
        return request.toString();
    }

    RawClient send(String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    RawClient call(String... arguments) throws IOException {
        return send(request(arguments));
    }

    /** Waits for exactly these bytes. */
    RawClient expect(String bytes) throws IOException {
        byte[] expected = bytes.getBytes(StandardCharsets.ISO_8859_1);
        byte[] received = new byte[expected.length];
        int count = 0;
        while (count < expected.length) {
            int read = socket.getInputStream().read(received, count, expected.length - count);
            count += Math.max(read, 0);
            if (read < 0 || !Arrays.equals(received, 0, count, expected, 0, count)) {
                assertThat(new String(received, 0, count, StandardCharsets.ISO_8859_1))
                        .isEqualTo(bytes);
            }
        }
        return this;
    }

    String read(int length) throws IOException {
        byte[] read = socket.getInputStream().readNBytes(length);
        return new String(read, StandardCharsets.ISO_8859_1);
    }

    String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        for (String next = read(1); !next.equals("\n"); next = read(1)) {
            assertThat(next).as("after " + line).isNotEmpty();
            line.append(next);
        }
        return line.toString().strip();
    }

    /** Waits for the end of the stream. */
    void expectEnd() throws IOException {
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }

    /** Waits until the connection is gone, with FIN or RST, whatever was sent before. */
    void expectGone() {
        byte[] ignored = new byte[64 << 10];
        try {
            while (socket.getInputStream().read(ignored) >= 0) {
                continue;
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("still connected", e);
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("reset");
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
