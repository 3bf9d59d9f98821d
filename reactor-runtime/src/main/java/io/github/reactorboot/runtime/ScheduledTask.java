package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.timer.Timer;
import io.github.reactorboot.runtime.timer.TimerTask;
import org.jspecify.annotations.Nullable;

/** A task of the application that waits for its time on an event loop. */
final class ScheduledTask implements TimerTask, TimerHandle {

    private final EventLoop loop;
    private final long deadlineNanos;
    private final long periodNanos;
    private final Timer timer = new Timer(this);

    /** Null once the task was cancelled or has run for the last time, so that nothing holds it. */
    private volatile @Nullable Runnable task;

    ScheduledTask(EventLoop loop, long deadlineNanos, long periodNanos, Runnable task) {
        this.loop = loop;
        this.deadlineNanos = deadlineNanos;
        this.periodNanos = periodNanos;
        this.task = task;
    }

    /** Event loop only. */
    void arm() {
        if (task != null) {
            loop.timers().arm(timer, deadlineNanos);
        }
    }

    @Override
    public void onTimer(long nowNanos) {
        Runnable due = task;
        if (due == null) {
            return;
        }
        if (periodNanos == 0) {
            task = null;
        }
        loop.runTask(due);
        if (task != null) {
            loop.timers().arm(timer, loop.nowNanos() + periodNanos);
        }
    }

    @Override
    public void cancel() {
        if (task == null) {
            return;
        }
        task = null;
        if (loop.inEventLoop()) {
            loop.timers().cancel(timer);
        } else {
            loop.submitInternal(() -> loop.timers().cancel(timer));
        }
    }
}
