package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.engine.DatagramEvents;
import io.github.reactorboot.runtime.engine.DatagramSettings;
import io.github.reactorboot.runtime.engine.DatagramTransport;
import io.github.reactorboot.runtime.engine.ListenSettings;
import io.github.reactorboot.runtime.timer.Timer;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One datagram socket of a {@link Listener} and the sessions of the sources that it hears, or that
 * of a {@link Connection} and its one session. They live over this socket, so it stays open as long
 * as one of them is drained. Owned by its event loop.
 */
final class DatagramPort implements ListenerSocket, DatagramEvents {

    private static final Logger log = LoggerFactory.getLogger(Listener.class);

    private static final int RECEIVES_PER_TURN = 64;
    private static final int DRAINED_FROM_SYSTEM = 4096;

    /** So many failures in a row are not those of single datagrams. */
    private static final int FAILURES_IN_ROW = 16;

    private static final long PAUSE_NANOS = 50_000_000L;

    private final EventLoop loop;
    private final Endpoint endpoint;
    private final EndpointCounters counters;
    private final DatagramSources sources;

    /** Null for the socket of a connection, which has one session. */
    private final @Nullable DatagramAdmission admission;

    private final DatagramOutput output;
    private final DatagramTurn turn;
    private final LogThrottle failureLog = new LogThrottle();
    private final Timer retry = new Timer(now -> resumeAfterFailure());

    private volatile @Nullable DatagramTransport transport;
    private volatile ListenerState state = ListenerState.PAUSED;
    private int failuresInRow;
    private boolean draining;
    private boolean closed;

    /** Callbacks of its sessions that run now, one in the other. */
    private int callbacks;

    private DatagramPort(@Nullable ListenerConfig config, EventLoop loop, Endpoint endpoint) {
        this.loop = loop;
        this.endpoint = endpoint;
        this.counters = endpoint.totals.countersOf(loop);
        this.sources = new DatagramSources(loop, endpoint.idleNanos);
        this.admission =
                config == null ? null : new DatagramAdmission(config, loop, endpoint, sources);
        this.output = new DatagramOutput(this, loop.buffers(), endpoint.outbound.limitBytes());
        this.turn = new DatagramTurn(this);
    }

    static DatagramPort of(ListenerConfig config, EventLoop loop, Endpoint endpoint) {
        return new DatagramPort(config, loop, endpoint);
    }

    /** Of a connection. */
    static DatagramPort ofOnePeer(EventLoop loop, Endpoint endpoint) {
        return new DatagramPort(null, loop, endpoint);
    }

    @Override
    public EventLoop loop() {
        return loop;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    EndpointCounters counters() {
        return counters;
    }

    DatagramOutput output() {
        return output;
    }

    /** Any thread. */
    @Nullable SocketAddress localAddress() {
        DatagramTransport bound = transport;
        return bound == null ? null : bound.localAddress();
    }

    @Override
    public ListenerState state() {
        ListenerState current = state;
        if (current == ListenerState.STOPPED) {
            return current;
        }
        return loop.isOver() || loop.state() == LoopState.FAILED ? ListenerState.FAILED : current;
    }

    @Override
    public SocketAddress bind(ListenSettings settings) throws IOException {
        if (loop.isOver()) {
            throw new IllegalStateException("event loop " + loop.name() + " has ended");
        }
        DatagramSettings wanted =
                new DatagramSettings(
                        settings.address(),
                        null,
                        payloadMax(),
                        RECEIVES_PER_TURN,
                        settings.receiveBufferBytes(),
                        settings.accepted().sendBufferBytes(),
                        settings.joining());
        DatagramTransport bound = loop.engine().bind(wanted, this);
        transport = bound;
        return bound.localAddress();
    }

    /**
     * Binds the socket of a connection.
     *
     * @param local as in {@link DatagramSettings}
     */
    void connect(@Nullable SocketAddress local, SocketAddress remote, ConnectOptions options)
            throws IOException {
        transport =
                loop.engine()
                        .bind(
                                new DatagramSettings(
                                        local,
                                        remote,
                                        payloadMax(),
                                        RECEIVES_PER_TURN,
                                        options.receiveBufferBytes(),
                                        endpoint.settings.socket().sendBufferBytes(),
                                        false),
                                this);
    }

    /** The session of a connection begins. */
    void begin(DatagramSession session) {
        sources.add(session);
        state = ListenerState.ACCEPTING;
        socket().resumeReceiving();
        session.life.open();
    }

    private int payloadMax() {
        return Math.min(endpoint.settings.maxFrameBytes(), DatagramSettings.PAYLOAD_MAX);
    }

    @Override
    public boolean allowSharing() {
        return socket().allowSharing();
    }

    private DatagramTransport socket() {
        return Objects.requireNonNull(transport, "not bound");
    }

    // ---- what the listener wants

    @Override
    public void follow(ListenerState wanted) {
        if (wanted == ListenerState.ACCEPTING && state == ListenerState.PAUSED) {
            state = ListenerState.ACCEPTING;
            socket().resumeReceiving();
        } else if (wanted == ListenerState.PAUSED && state != ListenerState.STOPPED) {
            loop.timers().cancel(retry);
            state = ListenerState.PAUSED;
            socket().pauseReceiving();
        }
    }

    @Override
    public boolean drain() {
        if (state == ListenerState.STOPPED) {
            return false;
        }
        if (transport == null) {
            return close();
        }
        state = ListenerState.STOPPED;
        loop.timers().cancel(retry);
        socket().pauseReceiving();
        // Not now: a handler may have called this, in the middle of a datagram.
        loop.submitInternal(() -> {
            if (!closed) {
                socket().receiveNow(DRAINED_FROM_SYSTEM);
                draining = true;
                closeWhenUnused();
            }
        });
        return true;
    }

    @Override
    public boolean close() {
        boolean wasOpen = state != ListenerState.STOPPED && transport != null;
        state = ListenerState.STOPPED;
        loop.timers().cancel(retry);
        if (transport != null && !closed) {
            output.send(socket());
            closeSocket();
            if (callbacks == 0) {
                endSessions();
            } else {
                loop.submitInternal(this::endSessions);
            }
        }
        return wasOpen;
    }

    private void endSessions() {
        for (DatagramSession session : sources.all()) {
            session.end(CloseReason.SHUTDOWN, null);
        }
    }

    private void closeWhenUnused() {
        if ((draining || admission == null) && sources.isEmpty()) {
            state = ListenerState.STOPPED;
            closeSocket();
        }
    }

    private void closeSocket() {
        if (!closed) {
            closed = true;
            socket().close();
        }
    }

    @Override
    public void lost() {
        state = ListenerState.STOPPED;
    }

    // ---- from the engine

    @Override
    public void onDatagram(SocketAddress source, ByteBuffer payload) {
        loop.meter().step();
        failuresInRow = 0;
        counters.add(EndpointCounters.BYTES_IN, payload.remaining());
        DatagramSession session = sources.heardOf(source);
        if (session != null && session.isFinal()) {
            // Its end may be due with this turn only: the datagram belongs to the next session.
            output.send(socket());
            session.life.settle();
        }
        if (session == null || session.isClosed()) {
            session = open(source);
        }
        if (session == null) {
            counters.add(EndpointCounters.DATAGRAMS_DROPPED, 1);
            return;
        }
        try {
            session.life.received(payload);
        } catch (RuntimeException defect) {
            SessionLog.broken(session, defect);
            session.end(CloseReason.IO_ERROR, defect);
        }
    }

    @Override
    public void onTruncated(SocketAddress source) {
        loop.meter().step();
        counters.add(EndpointCounters.DATAGRAMS_TRUNCATED, 1);
        // It lives, whatever it sends; but an empty place in the table is not taken by rubbish.
        sources.heardOf(source);
    }

    @Override
    public void onWritable() {
        output.writable();
        turn.endLater();
    }

    @Override
    public void onReceiveFailed(IOException cause) {
        counters.add(EndpointCounters.DATAGRAM_RECEIVES_FAILED, 1);
        DatagramSession only = admission == null ? sources.eldest() : null;
        if (only != null) {
            only.life.troubled(cause);
        }
        warn("cannot receive", cause);
        failuresInRow++;
        if (state == ListenerState.ACCEPTING && failuresInRow >= FAILURES_IN_ROW) {
            state = ListenerState.BACKING_OFF;
            socket().pauseReceiving();
            loop.timers().arm(retry, loop.nowNanos() + PAUSE_NANOS);
        }
    }

    private void resumeAfterFailure() {
        if (state == ListenerState.BACKING_OFF) {
            state = ListenerState.ACCEPTING;
            failuresInRow = 0;
            socket().resumeReceiving();
        }
    }

    private void warn(String what, IOException cause) {
        if (failureLog.tryAcquire(loop.nowNanos())) {
            log.warn(
                    "Endpoint {} {} on {} ({}); {} more since the last such line",
                    endpoint.name,
                    what,
                    loop.name(),
                    cause.getMessage(),
                    failureLog.suppressed());
        }
    }

    // ---- sessions

    /** The session of a new source; null if it gets none. */
    private @Nullable DatagramSession open(SocketAddress source) {
        if (admission == null || admission.reasonAgainst(source) != null) {
            return null;
        }
        DatagramSession session = new DatagramSession(this, source, endpoint.totals.nextNumber());
        sources.add(session);
        session.life.open();
        return session;
    }

    /** A session has ended. */
    void gone(DatagramSession session) {
        sources.remove(session);
        if (sources.isEmpty()) {
            // What waits is of sessions that are gone.
            output.clear();
        }
        closeWhenUnused();
    }

    /** Looks for datagrams now, outside of any event. */
    void receiveWaiting() {
        if (!closed && state == ListenerState.ACCEPTING) {
            socket().receiveNow(RECEIVES_PER_TURN);
        }
    }

    void enter() {
        callbacks++;
    }

    void leave() {
        callbacks--;
    }

    // ---- sending

    DatagramTurn turn() {
        return turn;
    }

    /** Gives what waits to the kernel, and tells nobody yet; false when there is more. */
    boolean send() {
        return closed || output.send(socket());
    }

    /** The kernel has taken a payload of so many bytes. */
    void sent(int bytes) {
        counters.add(EndpointCounters.BYTES_OUT, bytes);
    }

    /** The kernel has refused a datagram, which is dropped. */
    void sendFailed(DatagramSession session, IOException cause) {
        counters.add(EndpointCounters.DATAGRAM_SENDS_FAILED, 1);
        if (admission == null) {
            session.life.troubled(cause);
        }
        warn("cannot send to " + session.remoteAddress(), cause);
    }
}
