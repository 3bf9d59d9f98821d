package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.timer.Timer;
import io.github.reactorboot.runtime.timer.TimerTask;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A task of the application that waits for its time on an event loop. To run this object is to arm
 * it, which other threads leave to the loop. A task that is a {@link RefusableCommand} is refused
 * when the loop ends first.
 */
final class ScheduledTask implements TimerTask, TimerHandle, RefusableCommand {

    /** 146 years: a longer delay is as good as for ever, and cannot overflow the clock. */
    private static final long NANOS_MOST = Long.MAX_VALUE / 2;

    private static final Duration MOST = Duration.ofNanos(NANOS_MOST);

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

    /**
     * 0 for a task that runs once. From the end of a run to the next deadline if positive; from one
     * deadline to the next, with its sign turned, if negative: a field more would cost 8 bytes for
     * each timer.
     */
    private final long periodNanos;

    private final Timer timer = new Timer(this);

    /**
     * Null once the task was cancelled or has run for the last time, so that nothing holds it.
     * Written and read once at least for each timer, and nothing else is told by it, so opaque
     * access is enough: a volatile write costs as much as all the rest.
     */
    @SuppressWarnings("UnusedVariable") // through TASK
    private @Nullable Runnable task;

    private ScheduledTask(EventLoop loop, long deadlineNanos, long periodNanos, Runnable task) {
        this.loop = loop;
        this.deadlineNanos = deadlineNanos;
        this.periodNanos = periodNanos;
        this.task = task;
    }

    /**
     * Schedules a task. Any thread.
     *
     * @param periodNanos as the field of that name
     * @throws RejectedExecutionException when the command queue is full or the loop has ended
     */
    static TimerHandle start(EventLoop loop, Duration delay, long periodNanos, Runnable task) {
        long deadlineNanos = loop.clockNanos() + nanos(delay);
        ScheduledTask scheduled = new ScheduledTask(loop, deadlineNanos, periodNanos, task);
        if (loop.inEventLoop() && !loop.isOver()) {
            scheduled.run();
        } else if (!loop.execute(scheduled)) {
            throw loop.refusal();
        }
        return scheduled;
    }

    /** The time between two runs, for {@link #start}. */
    static long period(String field, Duration period) {
        if (period.isZero() || period.isNegative()) {
            throw new IllegalArgumentException(field + " must be positive, was " + period);
        }
        return nanos(period);
    }

    /** Also of durations that do not fit into nanoseconds. */
    static long nanos(Duration duration) {
        if (duration.isNegative()) {
            return 0;
        }
        return duration.compareTo(MOST) >= 0 ? NANOS_MOST : duration.toNanos();
    }

    /** Arms it; event loop only. */
    @Override
    public void run() {
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
            loop.timers().arm(timer, nextDeadlineNanos());
        }
    }

    private long nextDeadlineNanos() {
        long nowNanos = loop.clockNanos();
        if (periodNanos > 0) {
            return nowNanos + periodNanos;
        }
        // Runs that were missed are left out, and the next one is in step again.
        long rateNanos = -periodNanos;
        long lateNanos = Math.max(0, nowNanos - timer.deadlineNanos());
        return nowNanos - lateNanos % rateNanos + rateNanos;
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

    @Override
    public boolean isActive() {
        return task() != null;
    }

    /** The loop ends before its time has come. */
    @Override
    public void refuse() {
        Runnable waiting = task();
        drop();
        LoopInbox.refuse(waiting);
    }

    /** The loop has ended, and disarmed this timer. */
    static void ended(Timer timer) {
        if (timer.task() instanceof ScheduledTask scheduled) {
            scheduled.refuse();
        }
    }
}
