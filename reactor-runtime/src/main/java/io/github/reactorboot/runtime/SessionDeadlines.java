package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.timer.Timer;
import io.github.reactorboot.runtime.timer.TimerTask;

/**
 * The time limits of one session over a single timer: activity only notes the time, and the timer,
 * when it is due, looks whether a limit has really passed. Owned by the event loop.
 */
final class SessionDeadlines implements TimerTask {

    private final SessionFlow flow;
    private final EventLoop loop;
    private final Endpoint endpoint;
    private final Timer timer = new Timer(this);
    private long lastActivity;
    private long lastTaken;
    private boolean stalled;
    private boolean closing;
    private long closeDeadline;

    SessionDeadlines(SessionFlow flow, EventLoop loop, Endpoint endpoint) {
        this.flow = flow;
        this.loop = loop;
        this.endpoint = endpoint;
    }

    void opened() {
        lastActivity = loop.nowNanos();
        if (endpoint.idleNanos > 0) {
            armBy(lastActivity + endpoint.idleNanos);
        }
    }

    /** Bytes were received. */
    void bytesReceived() {
        lastActivity = loop.nowNanos();
    }

    /** The peer has taken bytes. */
    void bytesTaken() {
        lastActivity = loop.nowNanos();
        lastTaken = lastActivity;
    }

    void frameBegan(long nowNanos) {
        if (endpoint.frameNanos > 0) {
            armBy(nowNanos + endpoint.frameNanos);
        }
    }

    /** The kernel takes no more although something is queued; called again with each such write. */
    void writeStalled() {
        if (!stalled) {
            stalled = true;
            lastTaken = loop.nowNanos();
        }
        if (endpoint.writeNanos > 0) {
            armBy(lastTaken + endpoint.writeNanos);
        }
    }

    /** Everything queued was taken. */
    void writeCaughtUp() {
        stalled = false;
    }

    /** From now on only the end counts. */
    void closing() {
        if (!closing) {
            closing = true;
            closeDeadline = loop.nowNanos() + endpoint.closeNanos;
            armBy(closeDeadline);
        }
    }

    void cancel() {
        loop.timers().cancel(timer);
    }

    private void armBy(long deadline) {
        if (flow.state.isClosed()) {
            return;
        }
        if (!timer.isArmed() || deadline - timer.deadlineNanos() < 0) {
            loop.timers().arm(timer, deadline);
        }
    }

    @Override
    public void onTimer(long nowNanos) {
        if (closing) {
            if (nowNanos - closeDeadline >= 0) {
                flow.end(CloseReason.LOCAL_CLOSE, null);
            } else {
                armBy(closeDeadline);
            }
            return;
        }
        if (endpoint.frameNanos > 0 && isFrameAwaited()) {
            if (isFrameLate(nowNanos)) {
                readNow();
            }
            if (isFrameLate(nowNanos)) {
                flow.startClosing(CloseReason.FRAME_TIMEOUT, null);
                return;
            }
            armBy(flow.inbound.unfinishedSince() + endpoint.frameNanos);
        }
        if (endpoint.writeNanos > 0 && stalled) {
            long deadline = lastTaken + endpoint.writeNanos;
            if (nowNanos - deadline >= 0) {
                flow.endSoon(CloseReason.WRITE_TIMEOUT, null, true);
                return;
            }
            armBy(deadline);
        }
        if (endpoint.idleNanos > 0) {
            checkIdle(nowNanos);
        }
    }

    private boolean isFrameLate(long nowNanos) {
        return isFrameAwaited()
                && nowNanos - flow.inbound.unfinishedSince() - endpoint.frameNanos >= 0;
    }

    private boolean isFrameAwaited() {
        return flow.inbound.isUnfinished()
                && !flow.state.isBlocked()
                && !flow.state.isInputClosed();
    }

    /**
     * After a pause of the whole process, all limits have passed at once, while what the peers sent
     * in time still waits in the kernel: look once more before a session is closed for a silence
     * that was ours.
     */
    private void readNow() {
        flow.transport().readNow();
    }

    private boolean isIdle(long nowNanos) {
        return !flow.state.isEnding() && nowNanos - lastActivity - endpoint.idleNanos >= 0;
    }

    private void checkIdle(long nowNanos) {
        if (isIdle(nowNanos)) {
            readNow();
        }
        if (isIdle(nowNanos)) {
            if (!flow.staysWhenIdle()) {
                flow.startClosing(CloseReason.IDLE_TIMEOUT, null);
                return;
            }
            lastActivity = nowNanos;
        }
        if (!flow.state.isEnding()) {
            armBy(lastActivity + endpoint.idleNanos);
        }
    }
}
