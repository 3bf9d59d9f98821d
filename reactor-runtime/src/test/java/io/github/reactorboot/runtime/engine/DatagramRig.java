package io.github.reactorboot.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** An engine with one datagram socket on the loopback interface, stepped by the test's thread. */
final class DatagramRig implements AutoCloseable {

    static final int PAYLOAD_MAX = 2000;
    static final int PER_TURN = 8;
    private static final int PATIENCE_MILLIS = 20_000;

    final PollEngine engine;
    final Noted noted = new Noted();
    final DatagramTransport socket;
    private final PollEngineProvider provider;
    private final DatagramBatch batch = new DatagramBatch();
    private final List<DatagramSocket> clients = new ArrayList<>();

    DatagramRig(PollEngineProvider provider) throws IOException {
        this.provider = provider;
        engine = provider.open(new EngineSettings(EngineRig.READ_BUFFER));
        socket = engine.bind(settings(loopback(0), null), noted);
    }

    static SocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    static DatagramSettings settings(SocketAddress local, SocketAddress remote) {
        return new DatagramSettings(local, remote, PAYLOAD_MAX, PER_TURN, 0, 0, false);
    }

    DatagramSocket client() throws IOException {
        return client(InetAddress.getLoopbackAddress());
    }

    DatagramSocket client(InetAddress host) throws IOException {
        DatagramSocket client = new DatagramSocket(0, host);
        client.setSoTimeout(PATIENCE_MILLIS);
        clients.add(client);
        return client;
    }

    void send(DatagramSocket from, byte[] payload) throws IOException {
        from.send(new DatagramPacket(payload, payload.length, socket.localAddress()));
    }

    void send(DatagramSocket from, String text) throws IOException {
        send(from, text.getBytes(StandardCharsets.UTF_8));
    }

    static String receive(DatagramSocket at) throws IOException {
        byte[] buffer = new byte[65_536];
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        at.receive(packet);
        return new String(buffer, 0, packet.getLength(), StandardCharsets.UTF_8);
    }

    /** Adds a datagram to the next batch. */
    DatagramRig add(SocketAddress target, byte[] payload) {
        // Not at the beginning of its buffer, as usual.
        ByteBuffer direct = ByteBuffer.allocateDirect(payload.length + 3);
        direct.put(3, payload);
        batch.add(target, direct, provider.addressOf(direct), 3, payload.length);
        return this;
    }

    int sendBatch(DatagramTransport over) throws IOException {
        try {
            return over.send(batch);
        } finally {
            batch.clear();
        }
    }

    /** Turns until something is so. */
    void turnUntil(BooleanSupplier condition) throws IOException {
        EngineRig.turnUntil(engine, condition);
    }

    /** A turn for what is there already. */
    void turn() throws IOException {
        engine.await(0);
        engine.dispatch();
    }

    @Override
    public void close() {
        clients.forEach(DatagramSocket::close);
        engine.close();
    }

    /** Notes events in their order. */
    static final class Noted implements DatagramEvents {
        final List<String> payloads = new ArrayList<>();
        final List<SocketAddress> sources = new ArrayList<>();
        final List<SocketAddress> truncated = new ArrayList<>();
        final List<IOException> failures = new ArrayList<>();
        int writable;
        Runnable onDatagram = () -> {};
        private final Thread loop = Thread.currentThread();

        @Override
        public void onDatagram(SocketAddress source, ByteBuffer payload) {
            assertThat(Thread.currentThread()).isSameAs(loop);
            assertThat(payload.remaining()).isLessThanOrEqualTo(PAYLOAD_MAX);
            sources.add(source);
            payloads.add(StandardCharsets.UTF_8.decode(payload).toString());
            onDatagram.run();
        }

        @Override
        public void onTruncated(SocketAddress source) {
            truncated.add(source);
        }

        @Override
        public void onWritable() {
            writable++;
        }

        @Override
        public void onReceiveFailed(IOException cause) {
            failures.add(cause);
        }
    }
}
