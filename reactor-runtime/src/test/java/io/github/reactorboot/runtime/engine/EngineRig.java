package io.github.reactorboot.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;

/** An engine with one listening socket, stepped by the test's thread, which is its loop. */
public final class EngineRig implements AutoCloseable {

    public static final int READ_BUFFER = 4096;
    private static final long PATIENCE_NANOS = 20_000_000_000L;

    public final PollEngineProvider provider;
    public final PollEngine engine;
    public final Accepting accepting = new Accepting();
    public final ListeningSocket listening;
    private final List<Socket> clients = new ArrayList<>();

    public EngineRig(PollEngineProvider provider) throws IOException {
        this.provider = provider;
        engine = provider.open(new EngineSettings(READ_BUFFER));
        listening = listen(engine, 100);
    }

    /** Not yet accepting. */
    public ListeningSocket listen(PollEngine on, int acceptsPerTurn) throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return on.listen(settings(any, acceptsPerTurn), accepting);
    }

    public static ListenSettings settings(SocketAddress address, int acceptsPerTurn) {
        return new ListenSettings(address, 100, acceptsPerTurn, 0, SocketSettings.DEFAULT, false);
    }

    /** Turns until something is so. */
    public void turnUntil(BooleanSupplier condition) throws IOException {
        turnUntil(engine, condition);
    }

    public static void turnUntil(PollEngine engine, BooleanSupplier condition) throws IOException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            long left = deadline - System.nanoTime();
            assertThat(left).as("time left").isPositive();
            engine.await(left);
            engine.dispatch();
        }
    }

    /** A turn for what is there already. */
    public int turn() throws IOException {
        engine.await(0);
        return engine.dispatch();
    }

    /** One turn, which waits no longer than that. */
    public int turnFor(long nanos) throws IOException {
        engine.await(nanos);
        return engine.dispatch();
    }

    /**
     * Turns until the time is over, however early each of them ends.
     *
     * @return what was handed out, and in how many turns
     */
    public Turns turnsFor(long nanos) throws IOException {
        long deadline = System.nanoTime() + nanos;
        int turns = 0;
        int events = 0;
        for (long left = nanos; left > 0; left = deadline - System.nanoTime()) {
            events += turnFor(left);
            turns++;
        }
        return new Turns(turns, events);
    }

    /**
     * Turns while a thread of its own does something that blocks; an engine may need them to bring
     * out what it was told before.
     */
    public <T> T turnDuring(Callable<T> blocking) throws IOException {
        FutureTask<T> task = new FutureTask<>(blocking);
        Thread other =
                new Thread(() -> {
                    task.run();
                    engine.wakeup();
                });
        other.start();
        turnUntil(task::isDone);
        try {
            other.join();
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    public Socket connect() throws IOException {
        return connect(listening);
    }

    public Socket connect(ListeningSocket to) throws IOException {
        Socket client = TestSockets.next();
        clients.add(client);
        client.setTcpNoDelay(true);
        client.setSoTimeout((int) (PATIENCE_NANOS / 1_000_000));
        client.setReceiveBufferSize(8 << 10);
        client.connect(to.localAddress(), (int) (PATIENCE_NANOS / 1_000_000));
        return client;
    }

    /** A connection that the engine reads. */
    public Peer open() throws IOException {
        listening.resumeAccepting();
        Socket client = connect();
        turnUntil(() -> !accepting.accepted.isEmpty());
        Peer peer = new Peer(provider, client);
        ConnectedSocket accepted = accepting.accepted.remove(0);
        peer.address = accepted.remoteAddress();
        peer.transport = engine.open(accepted, SocketSettings.DEFAULT, peer.events);
        return peer;
    }

    /** Reads a connected socket. */
    public Peer serve(ConnectedSocket socket) throws IOException {
        Peer peer = new Peer(provider, null);
        peer.address = socket.remoteAddress();
        peer.transport = engine.open(socket, SocketSettings.DEFAULT, peer.events);
        return peer;
    }

    /** The other end of what an engine connects to; it never waits forever. */
    public static Socket accept(ServerSocket server) throws IOException {
        server.setSoTimeout((int) (PATIENCE_NANOS / 1_000_000));
        Socket accepted = server.accept();
        accepted.setSoTimeout((int) (PATIENCE_NANOS / 1_000_000));
        return accepted;
    }

    /** Nobody listens there. */
    public static InetSocketAddress freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new InetSocketAddress(socket.getInetAddress(), socket.getLocalPort());
        }
    }

    @Override
    public void close() throws IOException {
        for (Socket client : clients) {
            client.close();
        }
        for (ConnectedSocket socket : accepting.accepted) {
            socket.close();
        }
        engine.close();
    }

    /** What came of some turns. */
    public record Turns(int turns, int events) {}

    /** Both ends of a connection. */
    public static final class Peer {
        private final PollEngineProvider provider;
        private final List<ByteBuffer> sent = new ArrayList<>();
        public final Socket client;
        public final Events events = new Events();
        public Transport transport;
        public SocketAddress address;

        public Peer(PollEngineProvider provider, Socket client) {
            this.provider = provider;
            this.client = client;
        }

        public void clientSends(String text) throws IOException {
            client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        }

        public long write(String text) throws IOException {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return write(ByteBuffer.allocateDirect(bytes.length).put(bytes).flip());
        }

        public long write(ByteBuffer... buffers) throws IOException {
            Gather gather = new Gather();
            for (ByteBuffer buffer : buffers) {
                gather.add(buffer, provider.addressOf(buffer));
                // The kernel may read it as long as the connection lives.
                sent.add(buffer);
            }
            return transport.write(gather);
        }
    }

    public static final class Accepting implements AcceptEvents {
        public final List<ConnectedSocket> accepted = new ArrayList<>();
        public final List<IOException> failures = new ArrayList<>();

        @Override
        public void onAccepted(ConnectedSocket socket) {
            accepted.add(socket);
        }

        @Override
        public void onAcceptFailed(IOException cause, boolean exhausted) {
            failures.add(cause);
        }
    }

    /** Notes events in their order. */
    public static final class Events implements TransportEvents {
        public final List<String> names = new ArrayList<>();
        public final ByteArrayOutputStream received = new ByteArrayOutputStream();
        private final Thread loop = Thread.currentThread();
        public int reads;
        public int largestRead;
        public long writtenLater;
        public IOException failure;
        public Runnable onReceived = () -> {};

        private void note(String name) {
            assertThat(Thread.currentThread()).isSameAs(loop);
            assertThat(names).as("nothing follows the release").doesNotContain("released");
            names.add(name);
        }

        public String receivedText() {
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
        }

        @Override
        public void onFailed(IOException cause) {
            note("failed");
            failure = cause;
        }

        @Override
        public void onReleased() {
            note("released");
        }
    }
}
