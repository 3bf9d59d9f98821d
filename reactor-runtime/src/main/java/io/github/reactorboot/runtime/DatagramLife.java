package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.timer.Timer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The life of one datagram session. Owned by the event loop; what is volatile may be read by any
 * thread.
 *
 * <pre>
 *         close(), idle timeout,              all sent and replied,
 *         failure, drain                      or close timeout
 *  OPEN --------------------------> CLOSING ------------------------> CLOSED
 *    |                                                                  |
 *    +--- abort(), evicted, socket closed, end of the loop -------------+
 * </pre>
 *
 * <p>As with streams, nothing that a handler calls ends the session before the handler has
 * returned: it is noted, and done at the end of the turn.
 */
final class DatagramLife {

    enum Phase {
        OPEN,
        CLOSING,
        CLOSED
    }

    private final DatagramSession session;
    private final DatagramPort port;
    private final EventLoop loop;
    private final Endpoint endpoint;
    private final EndpointCounters counters;
    private final @Nullable DatagramRate rate;

    private volatile Phase phase = Phase.OPEN;
    private volatile @Nullable CloseReason closeReason;
    private volatile @Nullable Throwable closeCause;
    private volatile boolean outputShut;

    /** It is drained and waits for replies: payloads can still be sent. */
    private volatile boolean finishing;

    private volatile long unreadBytes;

    private SessionHandler handler = Endpoint.NO_HANDLER;
    private boolean paused;
    private boolean draining;
    private int repliesPending;

    /** Whether it ends with this turn, without flushing. */
    private boolean endNow;

    private boolean writableToTell;
    private boolean endingTold;
    private @Nullable IOException failureToTell;
    private @Nullable Timer closeTimer;

    /** Whether the socket will attend to it at the end of the turn. */
    boolean listed;

    DatagramLife(DatagramSession session, DatagramPort port) {
        this.session = session;
        this.port = port;
        this.loop = port.loop();
        this.endpoint = port.endpoint();
        this.counters = port.counters();
        this.rate = DatagramRate.of(endpoint.settings.rateLimit(), loop.nowNanos());
    }

    void open() {
        loop.sessions().add(session);
        counters.sessions.add(session);
        counters.add(EndpointCounters.OPENED, 1);
        callback(() -> {
            handler = endpoint.handlers.handlerFor(session);
            handler.onOpen(session);
        });
        loop.observer().onSessionOpened(session);
    }

    /** A datagram of its source. */
    void received(ByteBuffer payload) {
        if (phase != Phase.OPEN
                || endNow
                || paused
                || repliesPending >= endpoint.settings.maxPendingReplies()
                || (rate != null && !rate.tryDeliver(loop.nowNanos()))) {
            dropped(payload);
            return;
        }
        boolean timed = endpoint.settings.timeHandlers();
        long began = timed ? loop.clockNanos() : 0;
        port.enter();
        try {
            handler.onMessage(session, payload.order(ByteOrder.BIG_ENDIAN));
        } catch (Exception | StackOverflowError | LinkageError e) {
            fail(e);
        } finally {
            port.leave();
        }
        counters.add(EndpointCounters.FRAMES_IN, 1);
        if (timed) {
            counters.add(EndpointCounters.HANDLER_NANOS, loop.clockNanos() - began);
        }
        loop.clearInterrupt();
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // the loop alone writes
    private void dropped(ByteBuffer payload) {
        unreadBytes += payload.remaining();
        counters.add(EndpointCounters.DATAGRAMS_DROPPED, 1);
    }

    /** At the end of a turn, and never in a callback: what waited for that. */
    void settle() {
        if (phase == Phase.CLOSED) {
            return;
        }
        if (endNow) {
            end(CloseReason.LOCAL_ABORT, null);
            return;
        }
        IOException failure = failureToTell;
        if (failure != null) {
            failureToTell = null;
            callback(() -> handler.onError(session, failure));
        }
        if (writableToTell) {
            writableToTell = false;
            if (maySend()) {
                callback(() -> handler.onWritable(session));
            }
        }
        if (phase == Phase.CLOSING) {
            tellEnding();
        }
        if (phase == Phase.CLOSING && repliesPending == 0 && session.sender.isEmpty()) {
            end(CloseReason.LOCAL_CLOSE, null);
        }
    }

    private void tellEnding() {
        CloseReason reason = closeReason;
        if (!endingTold && reason != null) {
            endingTold = true;
            callback(() -> handler.onEnding(session, reason));
        }
    }

    // ---- replies

    PendingReply promise() {
        repliesPending++;
        return new DatagramReply(session);
    }

    /** A promise is kept, with a payload perhaps, or broken. */
    void replied(@Nullable ByteBuffer payload, @Nullable Throwable failure) {
        repliesPending--;
        Throwable trouble = failure;
        if (payload != null && maySendReplies()) {
            try {
                session.sender.send(payload, null);
            } catch (IllegalArgumentException tooLarge) {
                trouble = tooLarge;
            }
        }
        if (trouble != null && phase == Phase.OPEN) {
            fail(trouble);
        }
        if (phase == Phase.CLOSING) {
            if (repliesPending == 0) {
                finishing = false;
                armCloseTimer();
            }
            port.turn().attend(session);
        }
    }

    // ---- ways to the end

    void pause(boolean wanted) {
        paused = wanted;
    }

    void shutOutput() {
        outputShut = true;
    }

    void drain() {
        if (phase == Phase.OPEN && !draining) {
            draining = true;
            callback(() -> handler.onDrain(session));
            finishing = repliesPending > 0;
            startClosing(CloseReason.SHUTDOWN, null);
        }
    }

    /** Delivers nothing more; what is queued and promised is sent, then it ends. */
    void startClosing(CloseReason reason, @Nullable Throwable cause) {
        if (phase != Phase.OPEN) {
            return;
        }
        closeReason = reason;
        closeCause = cause;
        phase = Phase.CLOSING;
        // As with streams, a drain waits for handlers as long as they take.
        if (!draining || repliesPending == 0) {
            armCloseTimer();
        }
        port.turn().attend(session);
    }

    private void armCloseTimer() {
        if (closeTimer == null) {
            closeTimer = new Timer(now -> end(CloseReason.LOCAL_CLOSE, null));
            loop.timers().arm(closeTimer, loop.nowNanos() + endpoint.closeNanos);
        }
    }

    void endSoon(CloseReason reason) {
        if (phase != Phase.CLOSED && !endNow) {
            endNow = true;
            if (phase == Phase.OPEN) {
                closeReason = reason;
                phase = Phase.CLOSING;
            }
            port.turn().attend(session);
        }
    }

    /** A callback, or the decoding of a datagram, has thrown. */
    void fail(Throwable failure) {
        CloseReason reason = Failures.reasonFor(failure);
        if (reason == CloseReason.HANDLER_ERROR) {
            counters.add(EndpointCounters.HANDLER_ERRORS, 1);
        }
        SessionLog.failed(session, counters.errorLog, reason, failure);
        try {
            handler.onError(session, failure);
        } catch (Exception | StackOverflowError | LinkageError e) {
            SessionLog.failed(session, counters.errorLog, CloseReason.HANDLER_ERROR, e);
        }
        startClosing(reason, failure);
    }

    /** Nothing came for the idle timeout. */
    void idle() {
        boolean[] stays = {phase != Phase.OPEN};
        if (!stays[0]) {
            callback(() -> stays[0] = handler.onIdle(session));
        }
        if (!stays[0]) {
            startClosing(CloseReason.IDLE_TIMEOUT, null);
        }
    }

    /**
     * The end, at once. Never called while a callback of the handler runs. The reason counts unless
     * the session was being closed for another one.
     */
    void end(CloseReason reason, @Nullable Throwable cause) {
        if (phase == Phase.CLOSED) {
            return;
        }
        if (phase == Phase.OPEN) {
            closeReason = reason;
            closeCause = cause;
        }
        CloseReason known = closeReason;
        CloseReason stands = known == null ? reason : known;
        phase = Phase.CLOSED;
        finishing = false;
        if (closeTimer != null) {
            loop.timers().cancel(closeTimer);
        }
        session.sender.abandon();
        session.leaveAll();
        port.output().tell();
        loop.sessions().remove(session);
        counters.sessions.remove(session);
        port.gone(session);
        endpoint.totals.closed.add(stands, 1);
        try {
            callback(() -> handler.onClose(session, stands));
        } finally {
            loop.observer().onSessionClosed(session, stands);
            endpoint.ended(session);
        }
    }

    private void callback(HandlerCall call) {
        port.enter();
        try {
            call.run();
        } catch (Exception | StackOverflowError | LinkageError e) {
            if (phase == Phase.CLOSED) {
                SessionLog.failed(session, counters.errorLog, CloseReason.HANDLER_ERROR, e);
            } else {
                fail(e);
            }
        } finally {
            port.leave();
        }
        loop.clearInterrupt();
    }

    // ---- for the parts of the session

    void becameWritable() {
        writableToTell = true;
        port.turn().attend(session);
    }

    /** The system has refused a datagram, or told that one did not arrive; the session goes on. */
    void troubled(IOException failure) {
        failureToTell = failure;
        port.turn().attend(session);
    }

    SessionHandler handler() {
        return handler;
    }

    boolean maySend() {
        return (phase == Phase.OPEN || finishing) && !outputShut;
    }

    /** Whether promised replies can still be sent: while the session is being closed, too. */
    boolean maySendReplies() {
        return phase != Phase.CLOSED && !endNow && !outputShut;
    }

    Phase phase() {
        return phase;
    }

    @Nullable CloseReason closeReason() {
        return closeReason;
    }

    @Nullable Throwable closeCause() {
        return closeCause;
    }

    long unreadBytes() {
        return unreadBytes;
    }
}
