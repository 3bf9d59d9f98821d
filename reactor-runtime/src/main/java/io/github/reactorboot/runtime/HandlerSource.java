package io.github.reactorboot.runtime;

import org.jspecify.annotations.Nullable;

/** Gives a handler to each new session: the same one, or one of its own. */
@FunctionalInterface
public interface HandlerSource {

    /**
     * The handler of a session that is about to open. Called on the event loop of the session; an
     * exception closes the session with {@link CloseReason#HANDLER_ERROR}.
     */
    SessionHandler handlerFor(Session session) throws Exception;

    /**
     * A command that was sent to the endpoint and not to one of its sessions; returns its answer.
     * On one of the loops of the endpoint.
     *
     * @throws UnsupportedOperationException when each session has a handler of its own, unless this
     *     method is overridden
     */
    default @Nullable Object onEndpointCommand(String endpoint, Object command) throws Exception {
        throw new UnsupportedOperationException(
                "each session of %s has a handler of its own: send the %s to a session"
                        .formatted(endpoint, command.getClass().getName()));
    }

    /** One handler for all sessions, which takes the commands to the endpoint too. */
    static HandlerSource shared(SessionHandler handler) {
        return new HandlerSource() {

            @Override
            public SessionHandler handlerFor(Session session) {
                return handler;
            }

            @Override
            public @Nullable Object onEndpointCommand(String endpoint, Object command)
                    throws Exception {
                return handler.onEndpointCommand(endpoint, command);
            }
        };
    }
}
