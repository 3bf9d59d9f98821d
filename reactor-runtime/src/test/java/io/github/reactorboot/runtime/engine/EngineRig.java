package io.github.reactorboot.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** An engine with one listening socket, stepped by the test's thread, which is its loop. */
final class EngineRig implements AutoCloseable {

    static final int READ_BUFFER = 4096;
    private static final long PATIENCE_NANOS = 20_000_000_000L;

    final PollEngineProvider provider;
    final PollEngine engine;
    final Accepting accepting = new Accepting();
    final ListeningSocket listening;
    private final List<Socket> clients = new ArrayList<>();

    EngineRig(PollEngineProvider provider) throws IOException {
        this.provider = provider;
        engine = provider.open(new EngineSettings(READ_BUFFER));
        listening = listen(engine, 100);
    }

    /** Not yet accepting. */
    ListeningSocket listen(PollEngine on, int acceptsPerTurn) throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return on.listen(settings(any, acceptsPerTurn), accepting);
    }

    static ListenSettings settings(SocketAddress address, int acceptsPerTurn) {
        return new ListenSettings(address, 100, acceptsPerTurn, 0, SocketSettings.DEFAULT, false);
    }

    /** Turns until something is so. */
    void turnUntil(BooleanSupplier condition) throws IOException {
        turnUntil(engine, condition);
    }

    static void turnUntil(PollEngine engine, BooleanSupplier condition) throws IOException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            long left = deadline - System.nanoTime();
            assertThat(left).as("time left").isPositive();
            engine.await(left);
            engine.dispatch();
        }
    }

    /** A turn for what is there already. */
    int turn() throws IOException {
        engine.await(0);
        return engine.dispatch();
    }

    /** A turn that ends when a time is over that is long enough for the loopback interface. */
    int turnFor(long nanos) throws IOException {
        engine.await(nanos);
        return engine.dispatch();
    }

    Socket connect() throws IOException {
        return connect(listening);
    }

    Socket connect(ListeningSocket to) throws IOException {
        Socket client = new Socket();
        clients.add(client);
        client.setTcpNoDelay(true);
        client.setSoTimeout((int) (PATIENCE_NANOS / 1_000_000));
        client.setReceiveBufferSize(8 << 10);
        client.connect(to.localAddress(), (int) (PATIENCE_NANOS / 1_000_000));
        return client;
    }

    /** A connection that the engine reads. */
    Peer open() throws IOException {
        listening.resumeAccepting();
        Socket client = connect();
        turnUntil(() -> !accepting.accepted.isEmpty());
        Peer peer = new Peer(provider, client);
        AcceptedSocket accepted = accepting.accepted.remove(0);
        peer.address = accepted.remoteAddress();
        peer.transport = engine.open(accepted, SocketSettings.DEFAULT, peer.events);
        return peer;
    }

    @Override
    public void close() throws IOException {
        for (Socket client : clients) {
            client.close();
        }
        for (AcceptedSocket socket : accepting.accepted) {
            socket.close();
        }
        engine.close();
    }

    /** Both ends of a connection. */
    static final class Peer {
        private final PollEngineProvider provider;
        final Socket client;
        final Events events = new Events();
        Transport transport;
        SocketAddress address;

        Peer(PollEngineProvider provider, Socket client) {
            this.provider = provider;
            this.client = client;
        }

        void clientSends(String text) throws IOException {
            client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        }

        long write(String text) throws IOException {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return write(ByteBuffer.allocateDirect(bytes.length).put(bytes).flip());
        }

        long write(ByteBuffer... buffers) throws IOException {
            Gather gather = new Gather();
            for (ByteBuffer buffer : buffers) {
                gather.add(buffer, provider.addressOf(buffer));
            }
            return transport.write(gather);
        }
    }

    static final class Accepting implements AcceptEvents {
        final List<AcceptedSocket> accepted = new ArrayList<>();
        final List<IOException> failures = new ArrayList<>();

        @Override
        public void onAccepted(AcceptedSocket socket) {
            accepted.add(socket);
        }

        @Override
        public void onAcceptFailed(IOException cause, boolean exhausted) {
            failures.add(cause);
        }
    }

    /** Notes events in their order. */
    static final class Events implements TransportEvents {
        final List<String> names = new ArrayList<>();
        final ByteArrayOutputStream received = new ByteArrayOutputStream();
        final Thread loop = Thread.currentThread();
        int reads;
        int largestRead;
        long writtenLater;
        Runnable onReceived = () -> {};
        Runnable onWritten = () -> {};

        private void note(String name) {
            assertThat(Thread.currentThread()).isSameAs(loop);
            assertThat(names).as("nothing follows the release").doesNotContain("released");
            names.add(name);
        }

        String receivedText() {
            return received.toString(StandardCharsets.UTF_8);
        }

        @Override
        public void onReceived(ByteBuffer bytes) {
            note("received");
            reads++;
            largestRead = Math.max(largestRead, bytes.remaining());
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            received.writeBytes(copy);
            onReceived.run();
        }

        @Override
        public void onInputClosed() {
            note("input-closed");
        }

        @Override
        public void onWritten(long bytes) {
            note("written");
            writtenLater += bytes;
            onWritten.run();
        }

        @Override
        public void onFailed(IOException cause) {
            note("failed");
        }

        @Override
        public void onReleased() {
            note("released");
        }
    }
}
