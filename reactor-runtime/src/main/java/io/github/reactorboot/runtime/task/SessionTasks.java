package io.github.reactorboot.runtime.task;

import io.github.reactorboot.runtime.CloseReason;
import io.github.reactorboot.runtime.HandlerSource;
import io.github.reactorboot.runtime.Session;
import io.github.reactorboot.runtime.SessionHandler;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;

/**
 * Serves each session by a task of its own; immutable. Give it to {@link
 * io.github.reactorboot.runtime.ListenerConfig.Builder#handlers}.
 *
 * <p>An executor that refuses a task, or would run it on the event loop, closes the session with
 * {@link CloseReason#REJECTED}. An executor that blocks its caller blocks the event loop.
 */
public final class SessionTasks implements HandlerSource {

    private static final SessionHandler NO_COMPANION = new NoCompanion();

    private final SessionTask task;
    private final Executor executor;
    private final TaskCodec codec;
    private final HandlerSource companions;

    private SessionTasks(
            SessionTask task, Executor executor, TaskCodec codec, HandlerSource companions) {
        this.task = task;
        this.executor = executor;
        this.codec = codec;
        this.companions = companions;
    }

    /**
     * On virtual threads.
     *
     * @throws IllegalStateException when the JVM has none
     */
    public static SessionTasks of(SessionTask task) {
        return of(
                task,
                VirtualThreads.executor()
                        .orElseThrow(() ->
                                new IllegalStateException(
                                        "tasks need an executor on a JVM without virtual threads"
                                                + " (before Java 21): use SessionTasks.of(task,"
                                                + " executor)")));
    }

    /**
     * On this executor, which needs a thread for each session that is served at the same time; the
     * other sessions wait until it has one. Whoever made it shuts it down, after the reactor.
     */
    public static SessionTasks of(SessionTask task, Executor executor) {
        return new SessionTasks(task, executor, TaskCodec.BYTES_AND_TEXT, session -> NO_COMPANION);
    }

    /** The same with a codec for the objects that tasks read and write. */
    public SessionTasks withCodec(TaskCodec other) {
        return new SessionTasks(task, executor, other, companions);
    }

    /**
     * The same with a handler for the other callbacks, which come on the event loop while the task
     * runs; {@code onMessage}, {@code onWritable} and {@code onInputClosed} are never called.
     * {@code onClose} comes when the session is closed and the task has ended.
     */
    public SessionTasks withCompanions(HandlerSource others) {
        return new SessionTasks(task, executor, codec, others);
    }

    @Override
    public SessionHandler handlerFor(Session session) throws Exception {
        if (session.settings().maxPendingReplies() < 2) {
            // The task itself is one: nothing would ever be read.
            throw new IllegalStateException(
                    "maxPendingReplies must be at least 2 for sessions that are served by tasks,"
                            + " was "
                            + session.settings().maxPendingReplies());
        }
        return new TaskHandler(
                task, executor, companions.handlerFor(session), new TaskStream(session, codec));
    }

    private static final class NoCompanion implements SessionHandler {

        @Override
        public void onMessage(Session session, ByteBuffer frame) {}
    }
}
