package io.github.reactorboot.handler;

import io.github.reactorboot.runtime.HandlerSource;
import io.github.reactorboot.runtime.Session;
import io.github.reactorboot.runtime.SessionHandler;
import org.jspecify.annotations.Nullable;

/**
 * The handlers of sessions around one bean, whose methods without a session take the commands to
 * the endpoint.
 */
record EndpointHandlers(HandlerSource sessions, Object bean, CommandTable commands)
        implements HandlerSource {

    @Override
    public SessionHandler handlerFor(Session session) throws Exception {
        return sessions.handlerFor(session);
    }

    @Override
    public @Nullable Object onEndpointCommand(String endpoint, Object command) throws Exception {
        return commands.find(endpoint, command).call(bean, null, command);
    }
}
