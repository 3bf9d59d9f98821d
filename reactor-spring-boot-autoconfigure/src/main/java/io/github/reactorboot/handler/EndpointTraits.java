package io.github.reactorboot.handler;

import io.github.reactorboot.codec.Codec;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * What handler methods need to know of the listener or connection they serve.
 *
 * @param name of the listener or connection
 * @param codecKey the property that names the codec
 * @param codecName what that property says
 * @param codec reads and writes objects
 * @param executor for blocking methods; asked only if there is one
 * @param taskExecutor for methods that serve whole sessions; asked only if there is one
 * @param needsHandler false for a connection that may be there only to send over it
 */
public record EndpointTraits(
        String name,
        String codecKey,
        String codecName,
        Codec codec,
        Supplier<Executor> executor,
        Supplier<Executor> taskExecutor,
        boolean needsHandler) {

    /** For messages, such as {@code listener 'quotes'}. */
    String display() {
        return "%s '%s'".formatted(isConnection() ? "connection" : "listener", name);
    }

    /** Where it is configured. */
    String prefix() {
        return codecKey.substring(0, codecKey.lastIndexOf('.'));
    }

    boolean isConnection() {
        return codecKey.startsWith("reactor.connections.");
    }
}
