package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.SessionState.Phase;
import io.github.reactorboot.runtime.engine.Transport;
import io.github.reactorboot.runtime.engine.TransportEvents;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The life of one session on any engine: takes what the engine and the loop report, and leads the
 * session through the phases of {@link SessionState}. Owned by the event loop.
 *
 * <p>Nothing that a handler calls ends the session before the handler has returned: it is noted,
 * and done when the loop flushes or attends to the session.
 */
final class SessionFlow implements TransportEvents {

    static final int LISTED_TO_FLUSH = 1;
    static final int LISTED_TO_ATTEND = 2;

    final StreamSession session;
    final EventLoop loop;
    final Endpoint endpoint;
    final SessionState state = new SessionState();
    final SessionOutput output;
    final SessionDeadlines deadlines;
    final @Nullable FrameRate rate;
    final EndpointCounters counters;

    /** Until the session is open; null if there is none. Written by the loop. */
    private volatile @Nullable HandshakeStage handshake;

    /** Null until a reply is promised for the first time: most sessions never do. */
    private @Nullable ReplyQueue replies;

    /** Null until the session is drained. */
    @Nullable DrainWatch drain;

    /** The phase of the end that the handler knows of. */
    Phase endingTold = Phase.OPENING;

    /** Null until somebody wants the socket. */
    @Nullable CompletableFuture<DetachedSocket> detached;

    /** Bytes that were received and not delivered; null when there are none. */
    @Nullable Chunk kept;

    private SessionHandler handler = Endpoint.NO_HANDLER;
    private @Nullable Transport transport;

    private boolean readingPaused;
    private boolean writableToTell;
    private boolean inputClosedToTell;

    SessionFlow(StreamSession session, EventLoop loop, Endpoint endpoint) {
        this.session = session;
        this.loop = loop;
        this.endpoint = endpoint;
        this.counters = endpoint.totals.countersOf(loop);
        this.output = new SessionOutput(this);
        this.deadlines = new SessionDeadlines(this);
        RateLimit limit = endpoint.settings.rateLimit();
        this.rate = limit == null ? null : new FrameRate(this, limit);
    }

    /** The engine has the socket: the session begins, with its handshake if it has one. */
    void open(Transport opened) {
        transport = opened;
        loop.sessions().add(session);
        HandshakeSource source = endpoint.handshake.source();
        if (source == null) {
            established();
        } else {
            HandshakeStage stage = new HandshakeStage(this, endpoint.handshake);
            handshake = stage;
            stage.begin(source);
        }
        settle();
    }

    /** Nothing stands before the application any more. Never while a callback runs. */
    void established() {
        handshake = null;
        counters.add(EndpointCounters.OPENED, 1);
        counters.sessions.add(session);
        deadlines.opened();
        callback(() -> {
            handler = endpoint.handlers.handlerFor(session);
            handler.onOpen(session);
        });
        state.opened();
        loop.observer().onSessionOpened(session);
    }

    // ---- from the engine

    @Override
    public void onReceived(ByteBuffer bytes) {
        loop.meter().step();
        int received = bytes.remaining();
        counters.add(EndpointCounters.BYTES_IN, received);
        deadlines.bytesReceived();
        if (!state.isEnding()) {
            HandshakeStage stage = handshake;
            if (stage == null || stage.isDoneWith(bytes)) {
                loop.inbound.receive(this, bytes);
            }
        }
        if (state.isDetaching() && bytes.hasRemaining()) {
            loop.inbound.keepUnseen(this, bytes);
        }
        if (state.isEnding()) {
            session.countUnread(bytes.remaining());
        } else {
            output.writeEarly();
        }
        if (state.isBlocked() || state.phase() != Phase.OPEN) {
            settle();
        }
    }

    @Override
    public void onInputClosed() {
        state.inputClosed();
        if (state.phase() == Phase.LINGERING) {
            end(CloseReason.PEER_CLOSED, null);
        } else if (isHandshaking()) {
            startClosing(CloseReason.PEER_CLOSED, null);
        } else if (state.isBeforeFinishing() && endpoint.settings.allowHalfClose()) {
            inputClosedToTell = true;
            loop.sessionWork.attendLater(this);
        } else if (state.isBeforeFinishing()) {
            finish(CloseReason.PEER_CLOSED);
        }
        settle();
    }

    @Override
    public void onWritten(long bytes) {
        output.written(bytes);
        output.tellFlushed();
        settle();
    }

    @Override
    public void onFailed(IOException cause) {
        end(Failures.reasonOf(cause), cause);
    }

    @Override
    public void onReleased() {
        output.release();
    }

    // ---- from the loop

    /** Something of the last turn is to be continued. */
    void attend() {
        if (state.isClosed()) {
            return;
        }
        HandshakeStage stage = handshake;
        if (stage != null && !stage.openIfFinished()) {
            settle();
            return;
        }
        if (writableToTell && maySend()) {
            writableToTell = false;
            callback(() -> handler.onWritable(session));
        }
        loop.inbound.deliverKept(this);
        if (inputClosedToTell && loop.inbound.isSettled(this) && state.isBeforeFinishing()) {
            inputClosedToTell = false;
            callback(() -> handler.onInputClosed(session));
        }
        if (drain != null
                && drain.isListening()
                && state.phase() == Phase.FINISHING
                && !state.isBlocked()) {
            read(true);
            drain.looked(transport().readNow());
        }
        settle();
    }

    /** The turn is over: what was sent goes out. */
    void flush() {
        if (state.isClosed()) {
            return;
        }
        if (!state.isEndingNow()) {
            output.renewShare();
            output.writeOut();
            output.tellFlushed();
        }
        settle();
    }

    /**
     * Adjusts reading to what blocks it, and takes the next step to the end when its time has come.
     */
    private void settle() {
        if (state.isEndingNow()) {
            end(CloseReason.IO_ERROR, null);
            return;
        }
        switch (state.phase()) {
            case OPEN -> {
                read(!state.isBlocked());
                if (!inputClosedToTell && SessionEnd.isOverBothWays(this)) {
                    end(CloseReason.PEER_CLOSED, null);
                }
            }
            case FINISHING -> {
                read(!state.isBlocked());
                SessionEnd.settleFinishing(this);
            }
            case CLOSING -> {
                read(!state.isDetaching());
                SessionEnd.tellEnding(this);
                if (!isReplyPending() && output.isEmpty()) {
                    SessionEnd.leave(this);
                }
            }
            case OPENING, LINGERING, CLOSED -> {}
        }
    }

    void read(boolean wanted) {
        if (wanted == readingPaused && !state.isInputClosed()) {
            readingPaused = !wanted;
            if (wanted) {
                transport().resumeReading();
            } else {
                transport().pauseReading();
            }
        }
    }

    // ---- ways to the end

    private void finish(CloseReason reason) {
        state.finishing(reason);
        loop.sessionWork.attendLater(this);
    }

    /** Finishes what was received, then closes; on the loop. */
    void drain() {
        if (state.isEnding() || drain != null) {
            return;
        }
        if (isHandshaking()) {
            startClosing(CloseReason.SHUTDOWN, null);
            return;
        }
        drain = new DrainWatch(loop);
        callback(() -> handler.onDrain(session));
        if (state.phase() == Phase.OPEN) {
            finish(CloseReason.SHUTDOWN);
        }
    }

    /** Delivers nothing more; flushes, then closes. */
    void startClosing(CloseReason reason, @Nullable Throwable cause) {
        if (!state.isEnding() || state.isDetaching()) {
            state.closing(reason, cause);
            deadlines.closing();
            loop.sessionWork.flushLater(this);
        }
    }

    /** As above, but the socket is to be handed out in the end. */
    void startDetaching(CompletableFuture<DetachedSocket> wanted) {
        detached = wanted;
        state.detaching();
        deadlines.closing();
        loop.sessionWork.flushLater(this);
    }

    /** Ends the session with this turn, without flushing. */
    void endSoon(CloseReason reason, @Nullable Throwable cause, boolean reset) {
        if (!state.isClosed() && !state.isEndingNow()) {
            state.endNow(reset);
            state.closing(reason, cause);
            loop.sessionWork.flushLater(this);
        }
    }

    /** A defect of the runtime was met while this session was served: it ends, the loop goes on. */
    void broken(RuntimeException defect) {
        SessionLog.broken(session, defect);
        end(CloseReason.IO_ERROR, defect);
    }

    /** The framer or a callback threw. */
    void fail(Throwable failure) {
        startClosing(SessionEnd.tellFailure(this, failure), failure);
    }

    /**
     * The end, at once. Never called while a callback of the handler runs. The reason counts unless
     * the session was being closed for another one.
     */
    void end(CloseReason reason, @Nullable Throwable cause) {
        if (!state.isClosed()) {
            SessionEnd.make(this, reason, cause);
        }
    }

    void callback(HandlerCall callback) {
        try {
            callback.run();
        } catch (Exception | StackOverflowError | LinkageError e) {
            if (state.isClosed()) {
                SessionLog.failed(session, counters.errorLog, CloseReason.HANDLER_ERROR, e);
            } else {
                fail(e);
            }
        }
        loop.clearInterrupt();
    }

    // ---- for the parts of the session

    boolean maySend() {
        return !state.isEnding() && !output.isShutdown() && !isHandshaking();
    }

    /** Whether the session is not open yet, or never was; any thread. */
    boolean isHandshaking() {
        return handshake != null;
    }

    @Nullable HandshakeStage handshake() {
        return handshake;
    }

    void unblock(int reason) {
        if (state.unblock(reason)) {
            loop.sessionWork.attendLater(this);
        }
    }

    /** Gives queued output to the kernel; true when that has lifted what blocks the session. */
    boolean flushToUnblock() {
        if (state.isBlockedOnlyBy(SessionState.BLOCKED_BY_OUTPUT)) {
            output.writeOut();
        }
        return !state.isBlocked();
    }

    void becameWritable() {
        writableToTell = true;
        loop.sessionWork.attendLater(this);
        state.unblock(SessionState.BLOCKED_BY_OUTPUT);
    }

    /** Whether promised replies can still be sent: while the session is being closed, too. */
    boolean maySendReplies() {
        return !state.isClosed() && !state.isEndingNow() && !output.isShutdown();
    }

    boolean staysWhenIdle() {
        boolean[] stays = {false};
        callback(() -> stays[0] = handler.onIdle(session));
        return stays[0];
    }

    ReplyQueue replies() {
        ReplyQueue queue = replies;
        if (queue == null) {
            queue = new ReplyQueue(this);
            replies = queue;
        }
        return queue;
    }

    void clearReplies() {
        if (replies != null) {
            replies.clear();
            replies = null;
        }
    }

    boolean isReplyPending() {
        return replies != null && !replies.isEmpty();
    }

    SessionHandler handler() {
        return handler;
    }

    Transport transport() {
        return Objects.requireNonNull(transport, "no transport yet");
    }
}
