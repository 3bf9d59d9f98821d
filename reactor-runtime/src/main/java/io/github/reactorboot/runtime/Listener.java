package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.engine.AcceptEvents;
import io.github.reactorboot.runtime.engine.AcceptedSocket;
import io.github.reactorboot.runtime.engine.ListenSettings;
import io.github.reactorboot.runtime.engine.ListeningSocket;
import io.github.reactorboot.runtime.engine.Transport;
import io.github.reactorboot.runtime.timer.Timer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listening socket and what it has accepted. Methods may be called from any thread; accepting
 * happens on {@link #loop() one event loop}, and the accepted sessions are spread over all loops of
 * the reactor.
 */
public final class Listener implements AcceptEvents {

    private static final Logger log = LoggerFactory.getLogger(Listener.class);

    private static final long SHORTEST_PAUSE_NANOS = 50_000_000L;
    private static final long LONGEST_PAUSE_NANOS = 1_000_000_000L;
    private static final int SHED_PER_PAUSE = 1024;

    /** So many failures in a row are not those of single connections. */
    private static final int FAILURES_IN_ROW = 16;

    private static final int DRAINED_FROM_BACKLOG = 4096;

    private final ListenerConfig config;
    private final EventLoop loop;
    private final LoopSpread spread;
    private final Endpoint endpoint;
    private final LogThrottle acceptLog = new LogThrottle();
    private final Timer retry = new Timer(now -> resumeAfterFailure());

    private @Nullable ListeningSocket socket;
    private @Nullable UnixSocketFile file;
    private volatile @Nullable SocketAddress address;
    private long pauseNanos;
    private int failuresInRow;
    private volatile ListenerState state = ListenerState.ACCEPTING;

    Listener(ListenerConfig config, EventLoop loop, LoopSpread spread, Endpoint endpoint) {
        this.config = config;
        this.loop = loop;
        this.spread = spread;
        this.endpoint = endpoint;
    }

    /** The name it was configured with. */
    public String name() {
        return config.name();
    }

    /** What it was made of. */
    public ListenerConfig config() {
        return config;
    }

    /** The loop that accepts. */
    public EventLoop loop() {
        return loop;
    }

    /** The bound address, with the real port; still known when the listener is stopped. */
    public SocketAddress localAddress() {
        SocketAddress bound = address;
        return bound == null ? config.address() : bound;
    }

    /** The bound port, -1 for a Unix socket. */
    public int port() {
        return localAddress() instanceof InetSocketAddress internet ? internet.getPort() : -1;
    }

    /** What it does at present. */
    public ListenerState state() {
        if (loop.state() == LoopState.FAILED && state != ListenerState.STOPPED) {
            return ListenerState.FAILED;
        }
        return state;
    }

    /** Whether its socket is gone, one way or the other. */
    boolean isOver() {
        ListenerState current = state();
        return current == ListenerState.STOPPED || current == ListenerState.FAILED;
    }

    /** Sessions that it has accepted and that are open now. */
    public Collection<Session> sessions() {
        return endpoint.registry.matching(session -> session.belongsTo(endpoint));
    }

    /**
     * Accepts nothing more until {@link #resume()}; connections wait in the backlog of the system.
     */
    public void pause() {
        loop.runOrSubmit(() -> {
            if (state == ListenerState.ACCEPTING || state == ListenerState.BACKING_OFF) {
                loop.timers().cancel(retry);
                state = ListenerState.PAUSED;
                socket().pauseAccepting();
                loop.observer().onListenerPaused(this);
            }
        });
    }

    /** Accepts again. */
    public void resume() {
        loop.runOrSubmit(() -> {
            if (state == ListenerState.PAUSED) {
                state = ListenerState.ACCEPTING;
                socket().resumeAccepting();
                loop.observer().onListenerResumed(this);
            }
        });
    }

    /**
     * Closes the listening socket; sessions live on.
     *
     * @return completed when new connections are refused
     */
    public CompletionStage<Void> stop() {
        return onLoop(this::closeSocket);
    }

    /**
     * Stops, and lets every session end gracefully: what waits in the backlog is still accepted,
     * what the peers have sent is answered, then FIN.
     *
     * @return completed when no session is left; that takes as long as peers and handlers take
     */
    public CompletionStage<Void> drain() {
        CompletableFuture<Void> drained = new CompletableFuture<>();
        onLoop(
                        () -> {
                            if (socket != null && state != ListenerState.STOPPED) {
                                socket().acceptWaiting(DRAINED_FROM_BACKLOG);
                                closeSocket();
                            }
                        })
                .whenComplete((done, failure) -> {
                    // Behind the sessions that were just handed to the other loops.
                    for (EventLoop each : spread.loops()) {
                        each.submitInternal(() -> drainSessionsOf(each));
                    }
                    endpoint.totals.whenEmpty(() -> drained.complete(null));
                });
        return drained;
    }

    private void drainSessionsOf(EventLoop each) {
        each.sessions()
                .forEach(session -> {
                    if (session.belongsTo(endpoint)) {
                        session.flow().drain();
                    }
                });
    }

    /** Ends the sessions at once, without flushing, with this reason. */
    public void closeSessions(CloseReason reason) {
        endpoint.registry.forEach(session -> {
            if (session.belongsTo(endpoint)) {
                session.loop().runOrSubmit(() -> session.flow().endSoon(reason, null, false));
            }
        });
    }

    /** Figures of the listener and its sessions. */
    public ListenerStats stats() {
        return endpoint.totals.stats();
    }

    @Override
    public String toString() {
        return "Listener[%s, %s, %s]".formatted(name(), localAddress(), state());
    }

    // ---- on the loop

    void bind() throws IOException {
        SocketAddress wanted = config.address();
        UnixSocketFile prepared = null;
        if (wanted instanceof UnixDomainSocketAddress unix) {
            prepared = UnixSocketFile.prepare(unix.getPath());
            wanted = prepared.bindAddress();
        }
        AcceptLimits limits = config.limits();
        ListenSettings settings =
                new ListenSettings(
                        wanted,
                        limits.backlog(),
                        limits.acceptsPerTurn(),
                        limits.receiveBufferBytes(),
                        config.session().socket(),
                        false);
        try {
            socket = loop.engine().listen(settings, this);
            address = socket().localAddress();
            if (prepared != null) {
                prepared.publish(limits.pathPermissions());
                address = prepared.address();
            }
        } catch (IOException | RuntimeException e) {
            file = prepared;
            closeSocket();
            throw e;
        }
        file = prepared;
        checkDescriptors();
        socket().resumeAccepting();
    }

    private void checkDescriptors() {
        DescriptorBudget descriptors = spread.descriptors();
        descriptors.count(spread.sessions(), loop.nowNanos());
        if (descriptors.sessions() < config.limits().maxSessions()) {
            log.warn(
                    "Listener {} may have {} sessions, but the limit of open files (ulimit -n) leaves"
                            + " room for {} only",
                    name(),
                    config.limits().maxSessions(),
                    descriptors.sessions());
        }
    }

    private void closeSocket() {
        boolean wasOpen = state != ListenerState.STOPPED && socket != null;
        state = ListenerState.STOPPED;
        loop.timers().cancel(retry);
        if (socket != null) {
            socket.close();
        }
        removeFile();
        if (wasOpen) {
            loop.observer().onListenerStopped(this);
        }
    }

    private synchronized void removeFile() {
        if (file != null) {
            file.remove();
            file = null;
        }
    }

    private ListeningSocket socket() {
        ListeningSocket bound = socket;
        if (bound == null) {
            throw new IllegalStateException("listener " + name() + " is not bound");
        }
        return bound;
    }

    private CompletionStage<Void> onLoop(Runnable action) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        boolean submitted =
                loop.runOrSubmit(() -> {
                    try {
                        action.run();
                        done.complete(null);
                    } catch (RuntimeException e) {
                        done.completeExceptionally(e);
                    }
                });
        if (!submitted) {
            removeFile();
            state = ListenerState.STOPPED;
            done.complete(null);
        }
        return done;
    }

    // ---- from the engine

    @Override
    public void onAccepted(AcceptedSocket accepted) {
        loop.meter().step();
        failuresInRow = 0;
        pauseNanos = 0;
        SocketAddress peer = accepted.remoteAddress();
        RefuseReason reason = reasonAgainst(peer);
        if (reason != null) {
            refuse(accepted, reason);
            return;
        }
        AddressCounts addresses = endpoint.addresses;
        if (addresses != null && !addresses.tryAdd(AddressCounts.keyOf(peer))) {
            refuse(accepted, RefuseReason.MAX_SESSIONS_PER_ADDRESS);
            return;
        }
        endpoint.totals.live.incrementAndGet();
        EventLoop target = spread.choose();
        target.meter().sessionAssigned();
        if (!target.runOrSubmit(() -> open(target, accepted))) {
            notOpened(target, accepted, RefuseReason.LOOP_OVERLOADED);
        }
    }

    private @Nullable RefuseReason reasonAgainst(@Nullable SocketAddress peer) {
        if (endpoint.totals.live.get() >= config.limits().maxSessions()) {
            return RefuseReason.MAX_SESSIONS;
        }
        if (!spread.descriptors().allows(spread.sessions(), loop.nowNanos())) {
            if (acceptLog.tryAcquire(loop.nowNanos())) {
                log.warn(
                        "Listener {} refuses connections: the process runs out of descriptors (raise"
                                + " the limit of open files, ulimit -n)",
                        name());
            }
            return RefuseReason.DESCRIPTORS;
        }
        try {
            return config.filter().accept(peer) ? null : RefuseReason.FILTER;
        } catch (Exception | StackOverflowError | LinkageError e) {
            if (acceptLog.tryAcquire(loop.nowNanos())) {
                log.error("Listener {}: its accept filter threw", name(), e);
            }
            return RefuseReason.FILTER;
        } finally {
            loop.clearInterrupt();
        }
    }

    /** On the loop of the session. */
    private void open(EventLoop target, AcceptedSocket accepted) {
        StreamSession session = new StreamSession(target, endpoint, accepted.remoteAddress());
        Transport transport;
        try {
            transport = target.engine().open(accepted, config.session().socket(), session.flow());
        } catch (IOException | RuntimeException e) {
            log.debug("Listener {}: an accepted socket could not be set up", name(), e);
            notOpened(target, accepted, RefuseReason.IO_ERROR);
            return;
        }
        session.flow().open(transport);
    }

    private void notOpened(EventLoop target, AcceptedSocket accepted, RefuseReason reason) {
        target.meter().sessionGone();
        endpoint.left(accepted.remoteAddress());
        refuse(accepted, reason);
    }

    private void refuse(AcceptedSocket accepted, RefuseReason reason) {
        endpoint.totals.refused.add(reason, 1);
        accepted.close();
    }

    @Override
    public void onAcceptFailed(IOException cause, boolean exhausted) {
        endpoint.totals.acceptFailures.increment();
        failuresInRow++;
        if (state != ListenerState.ACCEPTING || (!exhausted && failuresInRow < FAILURES_IN_ROW)) {
            return;
        }
        state = ListenerState.BACKING_OFF;
        pauseNanos = Math.min(LONGEST_PAUSE_NANOS, Math.max(SHORTEST_PAUSE_NANOS, pauseNanos * 2));
        socket().pauseAccepting();
        int shed = exhausted ? socket().shed(SHED_PER_PAUSE) : 0;
        endpoint.totals.refused.add(RefuseReason.DESCRIPTORS, shed);
        loop.timers().arm(retry, loop.nowNanos() + pauseNanos);
        if (acceptLog.tryAcquire(loop.nowNanos())) {
            log.warn(
                    "Listener {} cannot accept ({}); {} waiting connections were closed, next try in"
                            + " {} ms",
                    name(),
                    cause.getMessage(),
                    shed,
                    pauseNanos / 1_000_000);
        }
        loop.observer().onAcceptFailed(this, cause, Duration.ofNanos(pauseNanos));
    }

    private void resumeAfterFailure() {
        if (state == ListenerState.BACKING_OFF) {
            state = ListenerState.ACCEPTING;
            socket().resumeAccepting();
        }
    }
}
