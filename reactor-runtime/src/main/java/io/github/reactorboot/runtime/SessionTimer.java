package io.github.reactorboot.runtime;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * A task that waits for its time on the loop of a session, and ends with the session. The timers of
 * a session are a list that hangs on it, owned by the loop. A task that is a {@link
 * RefusableCommand} is refused when session or loop end first.
 */
final class SessionTimer implements RefusableCommand, TimerHandle {

    private static final AtomicReferenceFieldUpdater<SessionTimer, @Nullable Runnable> TASK =
            AtomicReferenceFieldUpdater.newUpdater(SessionTimer.class, Runnable.class, "task");

    private final LoopSession session;
    private final boolean periodic;

    /** Who takes it out runs, cancels or refuses it, for the last time. */
    private volatile @Nullable Runnable task;

    /** Null until it is scheduled, which the task itself may see. */
    private volatile @Nullable TimerHandle handle;

    private boolean listed;
    private @Nullable SessionTimer before;
    private @Nullable SessionTimer behind;

    private SessionTimer(LoopSession session, boolean periodic, Runnable task) {
        this.session = session;
        this.periodic = periodic;
        this.task = task;
    }

    /**
     * Schedules a task; any thread.
     *
     * @param periodNanos as that of {@link ScheduledTask}
     * @return a handle; not active if the session is seen to be closed
     * @throws RejectedExecutionException when the command queue is full or the loop has ended
     */
    static TimerHandle start(LoopSession session, Duration delay, long periodNanos, Runnable task) {
        EventLoop loop = session.loop();
        SessionTimer timer = new SessionTimer(session, periodNanos != 0, task);
        if (loop.inEventLoop() && timer.isSessionClosed()) {
            timer.refuse();
        } else {
            timer.handle = ScheduledTask.start(loop, delay, periodNanos, timer);
            loop.runOrSubmit(timer::keep);
        }
        return timer;
    }

    /** It is scheduled: from now on it ends with the session. On the loop. */
    private void keep() {
        if (task == null) {
            // Over already, perhaps before the handle was known.
            cancelHandle();
        } else if (isSessionClosed()) {
            refuse();
        } else {
            list();
        }
    }

    /** Its time has come; on the loop. */
    @Override
    public void run() {
        if (isSessionClosed()) {
            refuse();
            return;
        }
        Runnable due = task;
        if (!periodic) {
            due = TASK.getAndSet(this, null);
            unlist();
        }
        if (due != null) {
            due.run();
        }
    }

    /** Session or loop have ended. */
    @Override
    public void refuse() {
        Runnable waiting = TASK.getAndSet(this, null);
        cancelHandle();
        LoopInbox.refuse(waiting);
    }

    @Override
    public void cancel() {
        // Once, so that many calls are not many entries in the inbox of the loop.
        if (TASK.getAndSet(this, null) != null) {
            session.loop().runOrSubmit(this::free);
        }
    }

    private void free() {
        unlist();
        cancelHandle();
    }

    private void cancelHandle() {
        TimerHandle armed = handle;
        if (armed != null) {
            armed.cancel();
        }
    }

    @Override
    public boolean isActive() {
        return task != null;
    }

    private boolean isSessionClosed() {
        return session.isClosed();
    }

    // ---- the list; on the loop

    private void list() {
        SessionTimer first = session.firstTimer();
        behind = first;
        if (first != null) {
            first.before = this;
        }
        session.firstTimer(this);
        listed = true;
    }

    private void unlist() {
        if (!listed) {
            return;
        }
        listed = false;
        if (before == null) {
            session.firstTimer(behind);
        } else {
            before.behind = behind;
        }
        if (behind != null) {
            behind.before = before;
        }
        before = null;
        behind = null;
    }

    /** The session has ended. */
    static void endAll(LoopSession session) {
        SessionTimer first;
        while ((first = session.firstTimer()) != null) {
            first.unlist();
            first.refuse();
        }
    }
}
