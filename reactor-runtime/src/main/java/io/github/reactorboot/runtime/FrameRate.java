package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.timer.Timer;

/**
 * Holds one session to its {@link RateLimit}, by the generic cell rate algorithm (ITU-T I.371,
 * annex A): one point in time is all its state. Owned by the event loop.
 */
final class FrameRate {

    private final SessionFlow flow;
    private final long intervalNanos;
    private final long toleranceNanos;
    private final Timer timer;

    /** When the next frame would be due if all had come evenly. */
    private long dueNanos;

    FrameRate(SessionFlow flow, RateLimit limit) {
        this.flow = flow;
        this.intervalNanos = limit.intervalNanos();
        this.toleranceNanos = (limit.burst() - 1) * intervalNanos;
        this.timer = new Timer(now -> flow.unblock(SessionState.BLOCKED_BY_RATE));
        this.dueNanos = flow.loop.nowNanos();
    }

    /** A frame was delivered; blocks the session until another one may be. */
    void delivered() {
        long now = flow.loop.nowNanos();
        if (dueNanos - now < 0) {
            dueNanos = now;
        }
        dueNanos += intervalNanos;
        long next = dueNanos - toleranceNanos;
        if (next - now > 0 && !flow.state.isClosed()) {
            flow.state.block(SessionState.BLOCKED_BY_RATE);
            flow.loop.timers().arm(timer, next);
        }
    }

    void cancel() {
        flow.loop.timers().cancel(timer);
    }
}
