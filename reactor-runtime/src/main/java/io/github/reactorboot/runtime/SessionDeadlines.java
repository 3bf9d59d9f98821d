package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.timer.Timer;
import io.github.reactorboot.runtime.timer.TimerTask;
import org.jspecify.annotations.Nullable;

/**
 * The time limits of one session over a single timer: activity only notes the time, and the timer,
 * when it is due, looks whether a limit has really passed. Owned by the event loop.
 */
final class SessionDeadlines implements TimerTask {

    private final SessionFlow flow;

    /** Null until a limit has to be watched for the first time. */
    private @Nullable Timer timer;

    private long lastActivity;

    /**
     * Since when the peer owes something: to take bytes that wait, or to end its side once the
     * session is being closed.
     */
    private long owedSince;

    private boolean stalled;
    private boolean closing;

    SessionDeadlines(SessionFlow flow) {
        this.flow = flow;
    }

    void opened() {
        lastActivity = flow.loop.nowNanos();
        if (flow.endpoint.idleNanos > 0) {
            armBy(lastActivity + flow.endpoint.idleNanos);
        }
    }

    void handshakeBegan(long deadlineNanos) {
        armBy(deadlineNanos);
    }

    /** Bytes were received. */
    void bytesReceived() {
        lastActivity = flow.loop.nowNanos();
    }

    /** The peer has taken bytes. */
    void bytesTaken() {
        lastActivity = flow.loop.nowNanos();
        if (!closing) {
            owedSince = lastActivity;
        }
    }

    void frameBegan(long nowNanos) {
        if (flow.endpoint.frameNanos > 0) {
            armBy(nowNanos + flow.endpoint.frameNanos);
        }
    }

    /** The kernel takes no more although something is queued; called again with each such write. */
    void writeStalled() {
        if (closing) {
            return;
        }
        if (!stalled) {
            stalled = true;
            owedSince = flow.loop.nowNanos();
        }
        if (flow.endpoint.writeNanos > 0) {
            armBy(owedSince + flow.endpoint.writeNanos);
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
            owedSince = flow.loop.nowNanos();
            armBy(owedSince + flow.endpoint.closeNanos);
        }
    }

    void cancel() {
        if (timer != null) {
            flow.loop.timers().cancel(timer);
        }
    }

    private void armBy(long deadline) {
        if (flow.state.isClosed()) {
            return;
        }
        Timer armed = timer;
        if (armed == null) {
            armed = new Timer(this);
            timer = armed;
        }
        if (!armed.isArmed() || deadline - armed.deadlineNanos() < 0) {
            flow.loop.timers().arm(armed, deadline);
        }
    }

    @Override
    public void onTimer(long nowNanos) {
        if (closing) {
            long deadline = owedSince + flow.endpoint.closeNanos;
            if (nowNanos - deadline >= 0) {
                boolean detaching = flow.state.isDetaching();
                flow.end(detaching ? CloseReason.WRITE_TIMEOUT : CloseReason.LOCAL_CLOSE, null);
            } else {
                armBy(deadline);
            }
            return;
        }
        if (flow.isHandshaking()) {
            checkHandshake(nowNanos);
            return;
        }
        if (flow.endpoint.frameNanos > 0 && isFrameAwaited()) {
            if (isFrameLate(nowNanos)) {
                readNow();
            }
            if (isFrameLate(nowNanos)) {
                flow.startClosing(CloseReason.FRAME_TIMEOUT, null);
                return;
            }
            armBy(frameBeganNanos() + flow.endpoint.frameNanos);
        }
        if (flow.endpoint.writeNanos > 0 && stalled) {
            long deadline = owedSince + flow.endpoint.writeNanos;
            if (nowNanos - deadline >= 0) {
                flow.endSoon(CloseReason.WRITE_TIMEOUT, null, true);
                return;
            }
            armBy(deadline);
        }
        if (flow.endpoint.idleNanos > 0) {
            checkIdle(nowNanos);
        }
    }

    private void checkHandshake(long nowNanos) {
        HandshakeStage stage = flow.handshake();
        if (stage != null && nowNanos - stage.deadlineNanos() < 0) {
            armBy(stage.deadlineNanos());
            return;
        }
        // What came in time may finish it.
        readNow();
        if (flow.isHandshaking() && !flow.state.isEnding()) {
            flow.end(CloseReason.HANDSHAKE_TIMEOUT, null);
        }
    }

    private boolean isFrameLate(long nowNanos) {
        return isFrameAwaited() && nowNanos - frameBeganNanos() - flow.endpoint.frameNanos >= 0;
    }

    private long frameBeganNanos() {
        return flow.kept == null ? flow.loop.nowNanos() : flow.kept.beganNanos;
    }

    private boolean isFrameAwaited() {
        return flow.kept != null
                && flow.kept.unfinished
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
        return !flow.state.isEnding() && nowNanos - lastActivity - flow.endpoint.idleNanos >= 0;
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
            armBy(lastActivity + flow.endpoint.idleNanos);
        }
    }
}
