package io.github.reactorboot.runtime;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/**
 * What other threads have asked of one session and the loop has not done yet: bits in a field of
 * the session, and one entry in the loop's inbox at the most, however often they ask. Any thread
 * asks; the loop does.
 */
final class SessionRequests {

    static final int CLOSE = 1;
    static final int ABORT = 2;
    static final int SHUTDOWN_OUTPUT = 4;
    static final int PAUSE = 8;
    static final int RESUME = 16;

    private static final AtomicIntegerFieldUpdater<StreamSession> ASKED =
            AtomicIntegerFieldUpdater.newUpdater(StreamSession.class, "asked");

    private SessionRequests() {}

    /** Asks; on the loop itself it is done at once. */
    static void ask(StreamSession session, int request) {
        int opposite = request == PAUSE ? RESUME : request == RESUME ? PAUSE : 0;
        int before = ASKED.getAndUpdate(session, now -> (now & ~opposite) | request);
        EventLoop loop = session.loop();
        if (loop.inEventLoop()) {
            perform(session);
        } else if (before == 0) {
            loop.submitInternal(() -> perform(session));
        }
    }

    private static void perform(StreamSession session) {
        int requests = ASKED.getAndSet(session, 0);
        SessionFlow flow = session.flow();
        if ((requests & PAUSE) != 0) {
            flow.state.block(SessionState.BLOCKED_BY_APPLICATION);
            flow.loop.sessionWork.attendLater(flow);
        }
        if ((requests & RESUME) != 0) {
            flow.unblock(SessionState.BLOCKED_BY_APPLICATION);
        }
        if ((requests & SHUTDOWN_OUTPUT) != 0) {
            flow.output.shutdown();
        }
        if ((requests & CLOSE) != 0) {
            flow.startClosing(CloseReason.LOCAL_CLOSE, null);
        }
        if ((requests & ABORT) != 0) {
            flow.endSoon(CloseReason.LOCAL_ABORT, null, true);
        }
    }
}
