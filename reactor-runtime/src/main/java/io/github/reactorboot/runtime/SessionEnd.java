package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.SessionState.Phase;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The last steps of a session. On the event loop. */
final class SessionEnd {

    private static final int BLOCKED_FOR_NOW =
            SessionState.BLOCKED_BY_OUTPUT | SessionState.BLOCKED_BY_REPLIES;

    private SessionEnd() {}

    /** The framer or a callback threw: who is to know is told; the reason for the end. */
    static CloseReason tellFailure(SessionFlow flow, Throwable failure) {
        CloseReason reason = Failures.reasonFor(failure);
        if (reason == CloseReason.HANDLER_ERROR) {
            flow.counters.add(EndpointCounters.HANDLER_ERRORS, 1);
        }
        StreamSession session = flow.session;
        LogThrottle throttle = flow.counters.errorLog;
        SessionLog.failed(session, throttle, reason, failure);
        try {
            flow.handler().onError(session, failure);
        } catch (Exception | StackOverflowError | LinkageError e) {
            SessionLog.failed(session, throttle, CloseReason.HANDLER_ERROR, e);
        }
        return reason;
    }

    /** FIN has come and gone, and nothing that came before it still waits to be delivered. */
    static boolean isOverBothWays(SessionFlow flow) {
        return flow.state.isInputClosed()
                && flow.loop.inbound.isSettled(flow)
                && flow.output.isShutdown()
                && flow.output.isEmpty();
    }

    /** Once what was received is answered, it says goodbye. */
    static void settleFinishing(SessionFlow flow) {
        SessionState state = flow.state;
        DrainWatch drain = flow.drain;
        boolean mayReadMore =
                !state.isInputClosed() && state.isBlockedBy(SessionState.BLOCKED_BY_RATE);
        if (mayReadMore
                || state.isBlockedBy(BLOCKED_FOR_NOW)
                || !flow.loop.inbound.isSettled(flow)) {
            // It goes on when that is lifted; frames that were received are not given up.
            return;
        }
        if (!state.isInputClosed() && (drain == null || !drain.isSilent()) && !state.isBlocked()) {
            flow.loop.sessionWork.attendLater(flow);
            return;
        }
        tellEnding(flow);
        if (state.phase() == Phase.FINISHING && !flow.isReplyPending() && flow.output.isEmpty()) {
            sayGoodbye(flow);
        }
    }

    /** Once for each phase of the end. */
    static void tellEnding(SessionFlow flow) {
        Phase phase = flow.state.phase();
        if (flow.endingTold != phase) {
            flow.endingTold = phase;
            CloseReason reason = flow.state.closeReasonOr(CloseReason.LOCAL_CLOSE);
            flow.callback(() -> flow.handler().onEnding(flow.session, reason));
        }
    }

    /** Everything is sent. */
    static void leave(SessionFlow flow) {
        CompletableFuture<DetachedSocket> wanted = flow.detached;
        if (wanted != null && flow.state.isDetaching()) {
            SessionDetach.handOver(flow, wanted);
        } else {
            sayGoodbye(flow);
        }
    }

    /** Everything is sent: FIN, and the wait for that of the peer, which a device does not know. */
    static void sayGoodbye(SessionFlow flow) {
        if (flow.state.isInputClosed()) {
            flow.end(CloseReason.PEER_CLOSED, null);
            return;
        }
        flow.state.lingering();
        if (flow.endpoint.isDevice()) {
            flow.end(CloseReason.LOCAL_CLOSE, null);
            return;
        }
        flow.session.countUnread(flow.loop.inbound.unread(flow));
        flow.loop.inbound.release(flow);
        flow.deadlines.closing();
        flow.output.shutdown();
        flow.read(true);
    }

    /**
     * Ends a session that is not closed: what it held is given back, and who is to know is told,
     * each of them once. Never while a callback of the handler runs.
     */
    static void make(SessionFlow flow, CloseReason reason, @Nullable Throwable cause) {
        SessionState state = flow.state;
        state.closed(reason, cause);
        CloseReason stands = state.closeReasonOr(reason);
        flow.session.ends(flow.loop.inbound.unread(flow), flow.output.queuedBytes());
        // FIN would make a stream that is cut here look like a whole one.
        boolean resets = state.isResetAtEnd() || flow.output.isCut();
        flow.deadlines.cancel();
        if (flow.rate != null) {
            flow.rate.cancel();
        }
        flow.output.tellFlushed();
        flow.loop.inbound.release(flow);
        flow.output.abandon();
        flow.clearReplies();
        flow.session.cancelTimers();
        if (resets) {
            flow.transport().reset();
        } else {
            flow.transport().close();
        }
        flow.loop.sessions().remove(flow.session);
        flow.counters.sessions.remove(flow.session);
        HandshakeStage stage = flow.handshake();
        try {
            if (stage == null) {
                tell(flow, stands);
            } else {
                tellAbandoned(flow, stage, stands);
            }
        } finally {
            SessionDetach.failed(flow, stands);
        }
    }

    /** It was never open: for the handler and the meters of sessions it never was. */
    private static void tellAbandoned(SessionFlow flow, HandshakeStage stage, CloseReason reason) {
        RefuseReason refused =
                reason == CloseReason.HANDSHAKE_TIMEOUT
                        ? RefuseReason.HANDSHAKE_TIMEOUT
                        : RefuseReason.HANDSHAKE_FAILED;
        flow.endpoint.totals.refused.add(refused, 1);
        try {
            stage.abandoned(reason);
        } finally {
            flow.loop.observer().onHandshakeFailed(flow.session, reason);
            flow.loop.meter().sessionGone();
            flow.endpoint.ended(flow.session);
        }
    }

    private static void tell(SessionFlow flow, CloseReason reason) {
        flow.endpoint.totals.closed.add(reason, 1);
        try {
            flow.callback(() -> flow.handler().onClose(flow.session, reason));
        } finally {
            flow.loop.observer().onSessionClosed(flow.session, reason);
            flow.loop.meter().sessionGone();
            flow.endpoint.ended(flow.session);
        }
    }
}
