package io.github.reactorboot.client;

import io.github.reactorboot.runtime.SendResult;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.springframework.core.ParameterizedTypeReference;

/**
 * Sends over the configured connections, by name; a bean to be injected. What payloads may be, when
 * a connection is waited for, and where futures complete stands on {@link ConnectionClient}. Any
 * thread.
 *
 * <p>Every method throws {@link IllegalArgumentException} when no connection has the name.
 */
public final class ReactorTemplate {

    private final Function<String, ConnectionClient> connections;

    /**
     * A template over these connections.
     *
     * @param connections gives the client of a connection, or throws {@link
     *     IllegalArgumentException}
     */
    public ReactorTemplate(Function<String, ConnectionClient> connections) {
        this.connections = connections;
    }

    /** One connection, to be kept by who uses only that one. */
    public ConnectionClient connection(String name) {
        return connections.apply(name);
    }

    /** As {@link ConnectionClient#send(Object)}. */
    public SendResult send(String connection, Object payload) {
        return connection(connection).send(payload);
    }

    /** As {@link ConnectionClient#sendAndFlush(Object)}. */
    public CompletableFuture<Void> sendAndFlush(String connection, Object payload) {
        return connection(connection).sendAndFlush(payload);
    }

    /** As {@link ConnectionClient#exchange(Object, Class)}. */
    public <R> CompletableFuture<R> exchange(
            String connection, Object request, Class<R> replyType) {
        return connection(connection).exchange(request, replyType);
    }

    /** As {@link ConnectionClient#exchange(Object, Class, Duration)}. */
    public <R> CompletableFuture<R> exchange(
            String connection, Object request, Class<R> replyType, Duration timeout) {
        return connection(connection).exchange(request, replyType, timeout);
    }

    /** As {@link ConnectionClient#exchange(Object, ParameterizedTypeReference)}. */
    public <R> CompletableFuture<R> exchange(
            String connection, Object request, ParameterizedTypeReference<R> replyType) {
        return connection(connection).exchange(request, replyType);
    }

    /** As {@link ConnectionClient#exchange(Object, ParameterizedTypeReference, Duration)}. */
    public <R> CompletableFuture<R> exchange(
            String connection,
            Object request,
            ParameterizedTypeReference<R> replyType,
            Duration timeout) {
        return connection(connection).exchange(request, replyType, timeout);
    }
}
