package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.engine.AcceptEvents;
import io.github.reactorboot.runtime.engine.ConnectedSocket;
import io.github.reactorboot.runtime.engine.DatagramBatch;
import io.github.reactorboot.runtime.engine.DatagramEvents;
import io.github.reactorboot.runtime.engine.DatagramSettings;
import io.github.reactorboot.runtime.engine.DatagramTransport;
import io.github.reactorboot.runtime.engine.EngineSettings;
import io.github.reactorboot.runtime.engine.ListenSettings;
import io.github.reactorboot.runtime.engine.ListeningSocket;
import io.github.reactorboot.runtime.engine.PollEngine;
import io.github.reactorboot.runtime.engine.PollEngineProvider;
import io.github.reactorboot.runtime.engine.SocketSettings;
import io.github.reactorboot.runtime.engine.Transport;
import io.github.reactorboot.runtime.engine.TransportEvents;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * An engine with one datagram socket that is none: the test says what comes and how much the kernel
 * takes. Never waits. Stepped by the test's thread.
 */
final class ScriptedDatagrams implements PollEngineProvider, PollEngine {

    private record Arrival(SocketAddress source, ByteBuffer payload) {}

    /** What the kernel has taken, as {@code port:payload}. */
    final List<String> sent = new ArrayList<>();

    /** Thrown by the next sends, one by each. */
    final Deque<IOException> sendFailures = new ArrayDeque<>();

    /** Reported by the next turns that receive, one by each. */
    final Deque<IOException> receiveFailures = new ArrayDeque<>();

    /** How many more datagrams the kernel takes. */
    int room = Integer.MAX_VALUE;

    boolean receiving;
    boolean closed;
    DatagramSettings settings;

    private final Deque<Arrival> arrivals = new ArrayDeque<>();
    private DatagramEvents events;
    private boolean writableWanted;

    static SocketAddress source(int port) {
        return new InetSocketAddress("127.0.0.1", port);
    }

    /** A datagram waits to be received. */
    void arrive(int port, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        arrivals.add(new Arrival(source(port), ByteBuffer.allocateDirect(bytes.length).put(bytes)));
    }

    boolean isEmpty() {
        return arrivals.isEmpty();
    }

    @Override
    public String name() {
        return "scripted-datagrams";
    }

    @Override
    public int priority() {
        return -1;
    }

    @Override
    public String unavailableReason() {
        return null;
    }

    @Override
    public PollEngine open(EngineSettings engineSettings) {
        return this;
    }

    @Override
    public int await(long timeoutNanos) {
        return 0;
    }

    @Override
    public int dispatch() {
        if (events == null || closed) {
            return 0;
        }
        int handed = 0;
        if (writableWanted && room > 0) {
            writableWanted = false;
            events.onWritable();
            handed++;
        }
        if (receiving && !receiveFailures.isEmpty()) {
            events.onReceiveFailed(receiveFailures.remove());
            handed++;
        }
        return handed + (receiving ? receive(settings.receivesPerTurn()) : 0);
    }

    private int receive(int most) {
        int received = 0;
        while (received < most && !closed && !arrivals.isEmpty()) {
            Arrival next = arrivals.remove();
            events.onDatagram(next.source(), next.payload().flip());
            received++;
        }
        return received;
    }

    @Override
    public void wakeup() {}

    @Override
    public DatagramTransport bind(DatagramSettings wanted, DatagramEvents receiver) {
        settings = wanted;
        events = receiver;
        closed = false;
        return new Socket();
    }

    @Override
    public ListeningSocket listen(ListenSettings wanted, AcceptEvents receiver) throws IOException {
        throw new IOException("datagrams only");
    }

    @Override
    public Transport open(ConnectedSocket socket, SocketSettings wanted, TransportEvents receiver)
            throws IOException {
        throw new IOException("datagrams only");
    }

    @Override
    public void close() {
        closed = true;
    }

    private final class Socket implements DatagramTransport {

        @Override
        public SocketAddress localAddress() {
            return source(7);
        }

        @Override
        public void pauseReceiving() {
            receiving = false;
        }

        @Override
        public void resumeReceiving() {
            receiving = true;
        }

        @Override
        public int receiveNow(int most) {
            return receive(most);
        }

        @Override
        public int send(DatagramBatch batch) throws IOException {
            int taken = 0;
            while (taken < batch.count() && room > 0) {
                if (!sendFailures.isEmpty()) {
                    if (taken > 0) {
                        return taken;
                    }
                    throw sendFailures.remove();
                }
                int port = ((InetSocketAddress) batch.target(taken)).getPort();
                sent.add(port + ":" + StandardCharsets.UTF_8.decode(batch.payload(taken)));
                taken++;
                room--;
            }
            writableWanted = taken == 0;
            return taken;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
