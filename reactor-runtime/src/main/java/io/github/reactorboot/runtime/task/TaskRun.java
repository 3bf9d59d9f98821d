package io.github.reactorboot.runtime.task;

import io.github.reactorboot.runtime.ClosedSessionException;
import io.github.reactorboot.runtime.PendingReply;
import io.github.reactorboot.runtime.RefusableCommand;
import io.github.reactorboot.runtime.Session;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The run of one task. While it lasts, a reply of the session is promised: so a graceful end of the
 * session waits for it, and its failure is that of the reply.
 */
final class TaskRun implements RefusableCommand {

    private static final Logger log = LoggerFactory.getLogger(SessionTask.class);

    private final SessionTask task;
    private final TaskStream stream;
    private final PendingReply hold;
    private final Runnable whenEnded;
    private final AtomicBoolean started = new AtomicBoolean();

    /** Whether somebody has told of the failure. */
    private final AtomicBoolean told = new AtomicBoolean();

    private volatile @Nullable Throwable failure;
    private volatile boolean atWork;
    private boolean ranOnLoop;

    /**
     * Promises the reply; on the loop.
     *
     * @param whenEnded called once when the task has ended, or will never begin
     */
    TaskRun(SessionTask task, TaskStream stream, Runnable whenEnded) {
        this.task = task;
        this.stream = stream;
        this.whenEnded = whenEnded;
        this.hold = stream.session().expectReply();
    }

    /**
     * Gives the task to the executor; on the loop.
     *
     * @throws RejectedExecutionException when that does not take it, or would run it on the loop
     */
    void start(Executor executor) {
        try {
            executor.execute(this);
        } catch (Throwable e) {
            throw refused("executor " + executor + " does not take the task: " + e, e);
        }
        if (ranOnLoop) {
            throw refused(
                    ("executor %s runs tasks on the event loop that calls it: it has no threads of"
                                    + " its own, or is full and lets the caller run")
                            .formatted(executor),
                    null);
        }
    }

    private RejectedExecutionException refused(String why, @Nullable Throwable cause) {
        skip();
        return new RejectedExecutionException(why, cause);
    }

    /** The executor has changed its mind. Any thread. */
    @Override
    public void refuse() {
        if (started.compareAndSet(false, true)) {
            failure = new RejectedExecutionException("the executor does not take the task");
            hold.fail(failure);
            end();
        }
    }

    /** It need not begin any more, unless it has. */
    void skip() {
        if (started.compareAndSet(false, true)) {
            hold.complete();
            end();
        }
    }

    @Override
    public void run() {
        if (stream.session().loop().inEventLoop()) {
            ranOnLoop = true;
            return;
        }
        if (!started.compareAndSet(false, true)) {
            return;
        }
        atWork = true;
        try {
            task.run(stream);
            succeed();
        } catch (Throwable e) {
            // Not on the event loop: an Error ends the session only.
            fail(e);
        }
        atWork = false;
        end();
    }

    private void succeed() {
        Session session = stream.session();
        hold.complete();
        if (session.closeReason() == null) {
            session.close();
        }
    }

    private void fail(Throwable thrown) {
        Session session = stream.session();
        if (thrown instanceof ClosedSessionException && session.closeReason() != null) {
            // The task was woken by the end, and that is all there is to say.
            succeed();
            return;
        }
        boolean known =
                thrown instanceof Exception
                        || thrown instanceof StackOverflowError
                        || thrown instanceof LinkageError;
        failure =
                known
                        ? thrown
                        : new IllegalStateException("a session task failed: " + thrown, thrown);
        hold.fail(failure);
        if (stream.isOver()) {
            tellFailure();
        }
    }

    private void end() {
        stream.forget();
        whenEnded.run();
    }

    /** The task works, or sleeps, and does not wait for the peer. */
    boolean isAtWork() {
        return atWork && !stream.isAwaitingInput();
    }

    /** Nothing can be sent: the session needs not wait for the task. On the loop. */
    void letGo() {
        hold.complete();
    }

    /** The handler was told of a failure. On the loop. */
    @SuppressWarnings("ReferenceEquality") // this very one
    void onError(Throwable cause) {
        if (cause == failure) {
            told.set(true);
        }
    }

    /** The session is closed: it has no place for a failure any more. */
    void tellFailure() {
        Throwable thrown = failure;
        if (thrown != null && told.compareAndSet(false, true)) {
            log.warn(
                    "The task of session {} threw when the session was closed already",
                    stream.session().name(),
                    thrown);
        }
    }

    @Override
    public String toString() {
        return "the task of session " + stream.session().name();
    }
}
