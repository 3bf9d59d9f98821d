package io.github.reactorboot.benchmarks.echo;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.Random;

/** A blocking client; a server that does not answer fails the test after some seconds. */
public final class EchoClient implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;

    private EchoClient(Socket socket) {
        this.socket = socket;
    }

    static EchoClient connect(EchoServer server) throws IOException {
        return connect(server.port());
    }

    public static EchoClient connect(int port) throws IOException {
        Socket socket = new Socket(EchoOptions.HOST, port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return new EchoClient(socket);
    }

    /** Frames of these payload lengths, each with other bytes. */
    public static byte[] frames(int... lengths) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(all)) {
            for (int length : lengths) {
                byte[] payload = new byte[length];
                new Random(length).nextBytes(payload);
                out.writeInt(length);
                out.write(payload);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all.toByteArray();
    }

    /** More than the sockets hold, so that each side has to wait for the other. */
    public static byte[] manyFrames() {
        Random random = new Random(3);
        int[] lengths = new int[400];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = random.nextInt(i % 50 == 0 ? 300_000 : 10_000);
        }
        lengths[200] = EchoOptions.PAYLOAD_BYTES_MAX;
        return frames(lengths);
    }

    public void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Sends in pieces of any length. */
    public void sendCut(byte[] bytes, Random random) {
        try {
            int at = 0;
            while (at < bytes.length) {
                int piece = Math.min(bytes.length - at, random.nextInt(1, 40_000));
                socket.getOutputStream().write(bytes, at, piece);
                at += piece;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** So many bytes, or fewer if the stream ends. */
    public byte[] receive(int bytes) throws IOException {
        return socket.getInputStream().readNBytes(bytes);
    }

    public void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** What comes until the server ends the stream. */
    public byte[] receiveRest() throws IOException {
        return socket.getInputStream().readAllBytes();
    }

    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
