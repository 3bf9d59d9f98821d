package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.engine.AcceptEvents;
import io.github.reactorboot.runtime.engine.ConnectedSocket;
import io.github.reactorboot.runtime.engine.ListenSettings;
import io.github.reactorboot.runtime.engine.ListeningSocket;
import io.github.reactorboot.runtime.engine.Transport;
import io.github.reactorboot.runtime.timer.Timer;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One listening socket of a {@link Listener}: takes connections, gives them to a loop, and waits a
 * moment when the system has none to give. Owned by its event loop; {@link #state()} may be asked
 * by any thread.
 */
final class Acceptor implements ListenerSocket, AcceptEvents {

    private static final Logger log = LoggerFactory.getLogger(Listener.class);

    private static final long SHORTEST_PAUSE_NANOS = 50_000_000L;
    private static final long LONGEST_PAUSE_NANOS = 1_000_000_000L;
    private static final int SHED_PER_PAUSE = 1024;

    /** So many failures in a row are not those of single connections. */
    private static final int FAILURES_IN_ROW = 16;

    private static final int DRAINED_FROM_BACKLOG = 4096;

    private final Listener listener;
    private final EventLoop loop;
    private final LoopSpread spread;
    private final Endpoint endpoint;
    private final LogThrottle acceptLog = new LogThrottle();
    private final Timer retry = new Timer(now -> resumeAfterFailure());

    private @Nullable ListeningSocket socket;
    private long pauseNanos;
    private int failuresInRow;

    /** What is bound does not accept until it is told to. */
    private volatile ListenerState state = ListenerState.PAUSED;

    Acceptor(Listener listener, EventLoop loop, LoopSpread spread, Endpoint endpoint) {
        this.listener = listener;
        this.loop = loop;
        this.spread = spread;
        this.endpoint = endpoint;
    }

    @Override
    public EventLoop loop() {
        return loop;
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
        ListeningSocket bound = loop.engine().listen(settings, this);
        socket = bound;
        return bound.localAddress();
    }

    @Override
    public boolean allowSharing() {
        return socket().allowSharing();
    }

    @Override
    public void follow(ListenerState wanted) {
        if (wanted == ListenerState.ACCEPTING && state == ListenerState.PAUSED) {
            state = ListenerState.ACCEPTING;
            socket().resumeAccepting();
        } else if (wanted == ListenerState.PAUSED && state != ListenerState.STOPPED) {
            loop.timers().cancel(retry);
            state = ListenerState.PAUSED;
            socket().pauseAccepting();
        }
    }

    @Override
    public boolean drain() {
        if (socket != null && state != ListenerState.STOPPED) {
            socket().acceptWaiting(DRAINED_FROM_BACKLOG);
        }
        return close();
    }

    @Override
    public boolean close() {
        if (state == ListenerState.STOPPED) {
            return false;
        }
        state = ListenerState.STOPPED;
        loop.timers().cancel(retry);
        if (socket == null) {
            return false;
        }
        socket.close();
        return true;
    }

    @Override
    public void lost() {
        state = ListenerState.STOPPED;
    }

    private ListeningSocket socket() {
        ListeningSocket bound = socket;
        if (bound == null) {
            throw new IllegalStateException("listener " + listener.name() + " is not bound");
        }
        return bound;
    }

    // ---- from the engine

    @Override
    public void onAccepted(ConnectedSocket accepted) {
        loop.meter().step();
        failuresInRow = 0;
        pauseNanos = 0;
        admit(accepted, null);
    }

    /** A connection that comes from the application; on the loop. */
    void attach(ConnectedSocket adopted, Attachment attachment) {
        if (socket == null || state == ListenerState.STOPPED) {
            attachment.stopped(adopted);
        } else {
            admit(adopted, attachment);
        }
    }

    /** Makes a session of a connection, or refuses it. */
    private void admit(ConnectedSocket accepted, @Nullable Attachment attachment) {
        RefuseReason reason = reasonAgainst(accepted.remoteAddress());
        if (reason != null) {
            refuse(accepted, reason, attachment);
            return;
        }
        EventLoop target = spread.choose(loop);
        target.meter().sessionAssigned();
        if (!target.runOrSubmit(() -> open(target, accepted, attachment))) {
            notOpened(target, accepted, RefuseReason.LOOP_OVERLOADED, attachment);
        }
    }

    /** Null when the connection may become a session, and is counted as one from now on. */
    private @Nullable RefuseReason reasonAgainst(@Nullable SocketAddress peer) {
        AcceptLimits limits = listener.config().limits();
        // A first look, so that nobody is asked about connections that are too many anyway.
        if (endpoint.totals.live() >= limits.maxSessions()) {
            return RefuseReason.MAX_SESSIONS;
        }
        if (!spread.descriptors().allows(spread.sessions(), loop.nowNanos())) {
            if (acceptLog.tryAcquire(loop.nowNanos())) {
                log.warn(
                        "Listener {} refuses connections: the process runs out of descriptors (raise"
                                + " the limit of open files, ulimit -n)",
                        listener.name());
            }
            return RefuseReason.DESCRIPTORS;
        }
        return mayPass(peer) ? endpoint.tryEnter(peer, limits.maxSessions()) : RefuseReason.FILTER;
    }

    private boolean mayPass(@Nullable SocketAddress peer) {
        try {
            return listener.config().filter().accept(peer);
        } catch (Exception | StackOverflowError | LinkageError e) {
            if (acceptLog.tryAcquire(loop.nowNanos())) {
                log.error("Listener {}: its accept filter threw", listener.name(), e);
            }
            return false;
        } finally {
            loop.clearInterrupt();
        }
    }

    /** On the loop of the session. */
    private void open(EventLoop target, ConnectedSocket accepted, @Nullable Attachment attachment) {
        StreamSession session =
                new StreamSession(
                        target, endpoint, accepted.remoteAddress(), endpoint.totals.nextNumber());
        Transport transport;
        try {
            transport = target.engine().open(accepted, endpoint.settings.socket(), session.flow());
        } catch (IOException | RuntimeException e) {
            log.debug("Listener {}: an accepted socket could not be set up", listener.name(), e);
            notOpened(target, accepted, RefuseReason.IO_ERROR, attachment);
            return;
        }
        session.flow().open(transport);
        if (attachment != null) {
            attachment.begun(session);
        }
    }

    private void notOpened(
            EventLoop target,
            ConnectedSocket accepted,
            RefuseReason reason,
            @Nullable Attachment attachment) {
        target.meter().sessionGone();
        endpoint.left(accepted.remoteAddress());
        refuse(accepted, reason, attachment);
    }

    private void refuse(
            ConnectedSocket accepted, RefuseReason reason, @Nullable Attachment attachment) {
        endpoint.totals.refused.add(reason, 1);
        accepted.close();
        Attachment.refused(attachment, reason);
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
                    "Listener {} cannot accept on {} ({}); {} waiting connections were closed, next"
                            + " try in {} ms",
                    listener.name(),
                    loop.name(),
                    cause.getMessage(),
                    shed,
                    pauseNanos / 1_000_000);
        }
        loop.observer().onAcceptFailed(listener, cause, Duration.ofNanos(pauseNanos));
    }

    private void resumeAfterFailure() {
        if (state == ListenerState.BACKING_OFF) {
            state = ListenerState.ACCEPTING;
            socket().resumeAccepting();
        }
    }
}
