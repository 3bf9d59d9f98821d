package io.github.reactorboot.engine.linux.uring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.runtime.engine.AcceptEvents;
import io.github.reactorboot.runtime.engine.ConnectedSocket;
import io.github.reactorboot.runtime.engine.EngineSettings;
import io.github.reactorboot.runtime.engine.Gather;
import io.github.reactorboot.runtime.engine.ListenSettings;
import io.github.reactorboot.runtime.engine.ListeningSocket;
import io.github.reactorboot.runtime.engine.PollEngine;
import io.github.reactorboot.runtime.engine.PollEngineProvider;
import io.github.reactorboot.runtime.engine.SocketSettings;
import io.github.reactorboot.runtime.engine.Transport;
import io.github.reactorboot.runtime.engine.TransportEvents;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** An engine, a listening socket and peers, stepped by the thread of the test. */
final class RingBench implements AcceptEvents, AutoCloseable {

    private static final long PATIENCE_NANOS = 20_000_000_000L;

    final PollEngineProvider provider;
    final PollEngine engine;
    final ListeningSocket listening;
    final List<ConnectedSocket> accepted = new ArrayList<>();
    final List<IOException> failures = new ArrayList<>();
    final List<Socket> clients = new ArrayList<>();

    RingBench(PollEngineProvider provider) throws IOException {
        this.provider = provider;
        this.engine = provider.open(new EngineSettings(16 << 10));
        this.listening = engine.listen(settings(100), this);
    }

    static ListenSettings settings(int acceptsPerTurn) {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return new ListenSettings(any, 1000, acceptsPerTurn, 0, SocketSettings.DEFAULT, false);
    }

    @Override
    public void onAccepted(ConnectedSocket socket) {
        accepted.add(socket);
    }

    @Override
    public void onAcceptFailed(IOException cause, boolean exhausted) {
        failures.add(cause);
    }

    Socket connect() throws IOException {
        Socket client = new Socket();
        clients.add(client);
        client.setTcpNoDelay(true);
        client.setSoTimeout((int) (PATIENCE_NANOS / 1_000_000));
        client.connect(listening.localAddress());
        return client;
    }

    /** A connection that the engine serves. */
    End open() throws IOException {
        listening.resumeAccepting();
        Socket client = connect();
        turnUntil(() -> !accepted.isEmpty());
        End end = new End(this, client);
        end.transport = engine.open(accepted.remove(0), SocketSettings.DEFAULT, end);
        return end;
    }

    void turnUntil(BooleanSupplier condition) throws IOException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            long left = deadline - System.nanoTime();
            assertThat(left).as("time left").isPositive();
            engine.await(left);
            engine.dispatch();
        }
    }

    void turnFor(long nanos) throws IOException {
        engine.await(nanos);
        engine.dispatch();
    }

    @Override
    public void close() throws IOException {
        for (Socket client : clients) {
            client.close();
        }
        engine.close();
    }

    /** The engine's end of a connection. */
    static final class End implements TransportEvents {

        private final RingBench bench;
        final Socket client;
        final ByteArrayOutputStream received = new ByteArrayOutputStream();
        final List<String> ends = new ArrayList<>();
        Transport transport;
        long receivedBytes;
        long written;
        int writes;
        Runnable onReceived = () -> {};
        Runnable onWritten = () -> {};
        Runnable onReleased = () -> {};
        boolean keeps = true;

        /** Nobody else keeps them from the garbage collector while the kernel has them. */
        ByteBuffer[] flying = {};

        End(RingBench bench, Socket client) {
            this.bench = bench;
            this.client = client;
        }

        long write(ByteBuffer... buffers) throws IOException {
            flying = buffers;
            Gather gather = new Gather();
            for (ByteBuffer buffer : buffers) {
                gather.add(buffer, bench.provider.addressOf(buffer));
            }
            return transport.write(gather);
        }

        @Override
        public void onReceived(ByteBuffer bytes) {
            receivedBytes += bytes.remaining();
            if (keeps) {
                byte[] copy = new byte[bytes.remaining()];
                bytes.get(copy);
                received.writeBytes(copy);
            }
            onReceived.run();
        }

        @Override
        public void onInputClosed() {
            ends.add("input-closed");
        }

        @Override
        public void onWritten(long bytes) {
            written += bytes;
            writes++;
            onWritten.run();
        }

        @Override
        public void onFailed(IOException cause) {
            ends.add("failed");
        }

        @Override
        public void onReleased() {
            ends.add("released");
            onReleased.run();
        }
    }
}
