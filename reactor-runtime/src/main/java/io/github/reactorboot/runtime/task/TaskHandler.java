package io.github.reactorboot.runtime.task;

import io.github.reactorboot.runtime.CloseReason;
import io.github.reactorboot.runtime.RefusableCommand;
import io.github.reactorboot.runtime.Session;
import io.github.reactorboot.runtime.SessionHandler;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The handler of one session that is served by a task: passes on what happens, and never waits. All
 * other callbacks go to the companion, of which {@code onClose} comes when both the session and the
 * task have ended.
 */
final class TaskHandler implements SessionHandler {

    private static final Logger log = LoggerFactory.getLogger(SessionTask.class);

    private final SessionTask task;
    private final Executor executor;
    private final SessionHandler companion;
    private final Session session;
    private final TaskStream stream;

    /** Of the two, the session and the task, those that have not ended. */
    private final AtomicInteger living = new AtomicInteger(2);

    private @Nullable TaskRun run;
    private CloseReason closeReason = CloseReason.LOCAL_CLOSE;

    TaskHandler(SessionTask task, Executor executor, SessionHandler companion, TaskStream stream) {
        this.task = task;
        this.executor = executor;
        this.companion = companion;
        this.session = stream.session();
        this.stream = stream;
    }

    @Override
    public void onOpen(Session opened) throws Exception {
        companion.onOpen(session);
        TaskRun made = new TaskRun(task, stream, this::taskEnded);
        run = made;
        made.start(executor);
    }

    @Override
    public void onMessage(Session from, ByteBuffer frame) {
        stream.received(frame);
    }

    @Override
    public @Nullable Object onCommand(Session to, Object command) throws Exception {
        return companion.onCommand(to, command);
    }

    @Override
    public void onWritable(Session writable) {
        stream.becameWritable();
    }

    @Override
    public void onInputClosed(Session closed) {
        stream.endInput();
    }

    /** A session whose task works is not idle. */
    @Override
    public boolean onIdle(Session idle) throws Exception {
        return companion.onIdle(idle) || (run != null && run.isAtWork());
    }

    @Override
    public void onDrain(Session drained) throws Exception {
        companion.onDrain(drained);
    }

    @Override
    public void onEnding(Session ending, CloseReason reason) throws Exception {
        if (session.isOpen()) {
            stream.endInput();
            // Whatever the peer sends from now on, it is not for the task.
            session.pauseReading();
        } else {
            stream.end();
            if (run != null) {
                run.letGo();
            }
        }
        companion.onEnding(ending, reason);
    }

    @Override
    public void onError(Session failed, Throwable failure) throws Exception {
        if (run != null) {
            run.onError(failure);
        }
        companion.onError(failed, failure);
    }

    @Override
    public void onClose(Session closed, CloseReason reason) throws Exception {
        closeReason = reason;
        stream.end();
        if (run != null) {
            run.tellFailure();
            if (!stream.hasFrames()) {
                run.skip();
            }
        } else {
            living.decrementAndGet();
        }
        if (living.decrementAndGet() == 0) {
            companion.onClose(closed, reason);
        }
    }

    /** On the thread of the task, or where it turns out that there will be none. */
    private void taskEnded() {
        if (living.decrementAndGet() > 0) {
            return;
        }
        Close close = new Close();
        if (!session.loop().execute(close)) {
            close.refuse();
        }
    }

    /** The last callback: on the loop, or here when the loop takes it no more. */
    private final class Close implements RefusableCommand {

        @Override
        public void run() {
            try {
                companion.onClose(session, closeReason);
            } catch (Exception e) {
                log.error("onClose of session {} threw", session.name(), e);
            }
        }

        @Override
        public void refuse() {
            try {
                run();
            } catch (Error e) {
                // No event loop to end.
                log.error("onClose of session {} failed", session.name(), e);
            }
        }
    }
}
