package io.github.reactorboot.runtime;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * What other threads have asked of one session and the loop has not done yet: one entry in the
 * loop's inbox at the most, however often they ask. Any thread asks; the loop does.
 */
final class SessionRequests implements Runnable {

    static final int CLOSE = 1;
    static final int ABORT = 2;
    static final int SHUTDOWN_OUTPUT = 4;
    static final int PAUSE = 8;
    static final int RESUME = 16;

    private final SessionFlow flow;
    private final AtomicInteger asked = new AtomicInteger();

    SessionRequests(SessionFlow flow) {
        this.flow = flow;
    }

    /** Asks; on the loop itself it is done at once. */
    void ask(int request) {
        int opposite = request == PAUSE ? RESUME : request == RESUME ? PAUSE : 0;
        int before = asked.getAndUpdate(now -> (now & ~opposite) | request);
        if (flow.loop.inEventLoop()) {
            run();
        } else if (before == 0) {
            flow.loop.submitInternal(this);
        }
    }

    @Override
    public void run() {
        int requests = asked.getAndSet(0);
        if ((requests & PAUSE) != 0) {
            flow.state.block(SessionState.BLOCKED_BY_APPLICATION);
            flow.loop.attendLater(flow);
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
