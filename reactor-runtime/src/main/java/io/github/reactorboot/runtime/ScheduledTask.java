package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.timer.Timer;
import io.github.reactorboot.runtime.timer.TimerTask;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** A task of the application that waits for its time on an event loop. */
final class ScheduledTask implements TimerTask, TimerHandle {

    private static final VarHandle TASK;

    static {
        try {
            TASK =
                    MethodHandles.lookup()
                            .findVarHandle(ScheduledTask.class, "task", Runnable.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final EventLoop loop;
    private final long deadlineNanos;
    private final long periodNanos;
    private final Timer timer = new Timer(this);

    /**
     * Null once the task was cancelled or has run for the last time, so that nothing holds it.
     * Written and read once at least for each timer, and nothing else is told by it, so opaque
     * access is enough: a volatile write costs as much as all the rest.
     */
    @SuppressWarnings("UnusedVariable") // through TASK
    private @Nullable Runnable task;

    ScheduledTask(EventLoop loop, long deadlineNanos, long periodNanos, Runnable task) {
        this.loop = loop;
        this.deadlineNanos = deadlineNanos;
        this.periodNanos = periodNanos;
        this.task = task;
    }

    /** Event loop only. */
    void arm() {
        if (task() != null) {
            loop.timers().arm(timer, deadlineNanos);
        }
    }

    private @Nullable Runnable task() {
        return (Runnable) TASK.getOpaque(this);
    }

    private void drop() {
        TASK.setOpaque(this, null);
    }

    @Override
    public void onTimer(long nowNanos) {
        Runnable due = task();
        if (due == null) {
            return;
        }
        if (periodNanos == 0) {
            drop();
        }
        loop.runTask(due);
        if (task() != null) {
            loop.timers().arm(timer, loop.nowNanos() + periodNanos);
        }
    }

    @Override
    public void cancel() {
        if (task() == null) {
            return;
        }
        drop();
        if (loop.inEventLoop()) {
            loop.timers().cancel(timer);
        } else {
            loop.submitInternal(() -> loop.timers().cancel(timer));
        }
    }
}
