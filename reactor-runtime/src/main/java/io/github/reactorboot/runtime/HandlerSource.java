package io.github.reactorboot.runtime;

/** Gives a handler to each new session: the same one, or one of its own. */
@FunctionalInterface
public interface HandlerSource {

    /**
     * The handler of a session that is about to open. Called on the event loop of the session; an
     * exception closes the session with {@link CloseReason#HANDLER_ERROR}.
     */
    SessionHandler handlerFor(Session session) throws Exception;

    /** One handler for all sessions. */
    static HandlerSource shared(SessionHandler handler) {
        return session -> handler;
    }
}
