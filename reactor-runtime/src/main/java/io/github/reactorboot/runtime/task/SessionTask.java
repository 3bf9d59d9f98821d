package io.github.reactorboot.runtime.task;

/**
 * What is done with one session, from its beginning to its end, as straight-line code: read, think,
 * write, again. It runs on a thread of its own, mostly a virtual one, and may block.
 *
 * <p>When it returns, the session is closed gracefully. When it throws, the session is closed as if
 * a handler had thrown that; a {@link io.github.reactorboot.runtime.ClosedSessionException} after
 * the end of the session is just the end.
 */
@FunctionalInterface
public interface SessionTask {

    /** Serves a session. The stream is valid until this returns. */
    void run(TaskStream stream) throws Exception;
}
