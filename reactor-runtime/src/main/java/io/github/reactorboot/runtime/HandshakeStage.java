package io.github.reactorboot.runtime;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The handshake of one session, from the connection to the open session or to the end. Owned by the
 * event loop but for what {@link OpeningSession} allows to other threads.
 */
final class HandshakeStage implements OpeningSession {

    private final SessionFlow flow;
    private final HandshakeSettings settings;
    private final long deadlineNanos;
    private @Nullable Handshake handshake;

    /** Bytes of the peer that the handshake has taken. */
    private long consumed;

    /** A method of the handshake is at work: what it wants is done when it has returned. */
    private boolean running;

    private boolean finished;
    private @Nullable CompletableFuture<Session> whenOpen;

    HandshakeStage(SessionFlow flow, HandshakeSettings settings) {
        this.flow = flow;
        this.settings = settings;
        this.deadlineNanos = flow.loop.nowNanos() + settings.timeout().toNanos();
    }

    private interface Step {
        void run() throws Exception;
    }

    void begin(HandshakeSource source) {
        flow.deadlines.handshakeBegan(deadlineNanos);
        run(() -> {
            Handshake made = source.handshakeFor(flow.session);
            handshake = made;
            made.onConnected(this);
        });
        openIfFinished();
    }

    long deadlineNanos() {
        return deadlineNanos;
    }

    /**
     * Hands received bytes to the handshake.
     *
     * @return whether the session is open now, and what the handshake has left is to be delivered
     */
    boolean isDoneWith(ByteBuffer bytes) {
        if (flow.kept == null && !finished) {
            receive(bytes);
            if (openIfFinished()) {
                return true;
            }
            keep(bytes);
        } else {
            keep(bytes);
            receiveKept();
            if (openIfFinished()) {
                flow.loop.inbound.deliverKept(flow);
            }
        }
        checkBound();
        return false;
    }

    private void receive(ByteBuffer bytes) {
        ByteBuffer view = bytes.slice();
        run(() -> handshake().onReceived(this, view));
        bytes.position(bytes.position() + view.position());
        consumed += view.position();
    }

    private void keep(ByteBuffer bytes) {
        if (bytes.hasRemaining() && !flow.state.isEnding()) {
            flow.loop.inbound.keepUnseen(flow, bytes);
        }
    }

    /** Together with what was left before. */
    private void receiveKept() {
        Chunk kept = flow.kept;
        if (kept == null || finished || flow.state.isEnding()) {
            return;
        }
        receive(kept.beginReading());
        kept.endReading();
        if (kept.unread() == 0) {
            flow.loop.inbound.release(flow);
        }
    }

    private void checkBound() {
        long taken = consumed + flow.loop.inbound.unread(flow);
        if (!finished && taken > settings.maxBytes()) {
            rejectNow(
                    new HandshakeException(
                            "the handshake took up %d bytes without being finished, at the most %d"
                                    .formatted(taken, settings.maxBytes())));
        }
    }

    private Handshake handshake() {
        return Objects.requireNonNull(handshake, "there is no handshake");
    }

    private void run(Step step) {
        running = true;
        try {
            step.run();
        } catch (Exception | StackOverflowError | LinkageError e) {
            finished = false;
            rejectNow(e);
        }
        running = false;
        flow.loop.clearInterrupt();
    }

    /** Never while a callback runs; false when the session does not open now. */
    boolean openIfFinished() {
        if (!finished || !flow.isHandshaking() || flow.state.isEnding()) {
            return false;
        }
        flow.established();
        if (whenOpen != null) {
            whenOpen.complete(flow.session);
        }
        return true;
    }

    /** Completed when the session opens, or does not. */
    void whenOpen(CompletableFuture<Session> future) {
        whenOpen = future;
        if (flow.state.isClosed()) {
            future.completeExceptionally(flow.session.closedException());
        }
    }

    /** The session ends, and was never open. */
    void abandoned(CloseReason reason) {
        Handshake made = handshake;
        try {
            if (made != null) {
                made.onAbandoned(this, reason);
            }
        } catch (Exception | StackOverflowError | LinkageError e) {
            SessionLog.failed(flow.session, flow.counters.errorLog, CloseReason.HANDLER_ERROR, e);
        } finally {
            if (whenOpen != null) {
                whenOpen.completeExceptionally(flow.session.closedException());
            }
        }
        flow.loop.clearInterrupt();
    }

    // ---- from the handshake

    @Override
    public Session session() {
        return flow.session;
    }

    @Override
    public SendResult send(ByteBuffer bytes) {
        if (!flow.loop.inEventLoop()) {
            throw new IllegalStateException(
                    "the handshake of session %s must send on its event loop"
                            .formatted(flow.session.name()));
        }
        return flow.isHandshaking() && !flow.state.isEnding()
                ? flow.output.sendFramed(bytes, 0)
                : SendResult.CLOSED;
    }

    @Override
    public void finish() {
        flow.loop.runOrSubmit(this::finishNow);
    }

    private void finishNow() {
        if (!finished && !flow.state.isEnding()) {
            finished = true;
            if (!running) {
                flow.loop.sessionWork.attendLater(flow);
            }
        }
    }

    @Override
    public void reject(Throwable cause) {
        Objects.requireNonNull(cause, "cause");
        flow.loop.runOrSubmit(() -> rejectNow(cause));
    }

    private void rejectNow(Throwable cause) {
        if (!finished && flow.isHandshaking() && !flow.state.isEnding()) {
            SessionLog.failed(
                    flow.session, flow.counters.errorLog, CloseReason.HANDSHAKE_FAILED, cause);
            flow.startClosing(CloseReason.HANDSHAKE_FAILED, cause);
        }
    }
}
