package io.github.reactorboot.autoconfigure;

import io.github.reactorboot.handler.Tick;
import io.github.reactorboot.runtime.Connection;
import io.github.reactorboot.runtime.ConnectionConfig;
import io.github.reactorboot.runtime.ConnectionState;
import io.github.reactorboot.runtime.Reactor;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One configured connection: what it is, and the connection when it was opened. */
final class ConnectionEndpoint {

    private static final Logger log = LoggerFactory.getLogger(ReactorRegistry.class);
    private static final long WAIT_SECONDS = 30;

    private final String name;
    private final ConnectionProperties properties;
    private final Supplier<Reactor> reactor;
    private volatile @Nullable ConnectionConfig config;
    private volatile List<Tick> ticks = List.of();
    private volatile @Nullable Connection connection;

    ConnectionEndpoint(String name, ConnectionProperties properties, Supplier<Reactor> reactor) {
        this.name = name;
        this.properties = properties;
        this.reactor = reactor;
    }

    String name() {
        return name;
    }

    String runtime() {
        return properties.runtime();
    }

    ConnectionProperties properties() {
        return properties;
    }

    /** Says what to open and what ticks; known when the handlers are. */
    void configure(ConnectionConfig wanted, List<Tick> handlerTicks) {
        this.config = wanted;
        this.ticks = handlerTicks;
    }

    List<Tick> ticks() {
        return ticks;
    }

    @Nullable Connection connection() {
        return connection;
    }

    CompletionStage<@Nullable Object> command(Object command) {
        Connection current = connection;
        return current == null
                ? CompletableFuture.failedFuture(
                        new IllegalStateException("connection '%s' is not started".formatted(name)))
                : current.command(command);
    }

    void start() {
        Reactor runtime = reactor.get();
        // Before the lock: who holds it waits for the loop.
        refuseOnLoop(runtime);
        open(runtime);
    }

    private synchronized void open(Reactor runtime) {
        Connection current = connection;
        if (current != null && !isDown(current)) {
            return;
        }
        ConnectionConfig wanted = config;
        if (wanted == null) {
            throw new IllegalStateException(
                    "connection '%s' cannot be opened before its handler is known".formatted(name));
        }
        Connection opened = open(runtime, wanted);
        connection = opened;
        log.info(
                "Reactor connection '{}' {} {} (runtime {})",
                name,
                opened.state() == ConnectionState.WAITING ? "waits for" : "serves",
                wanted.target(),
                runtime());
    }

    private Connection open(Reactor runtime, ConnectionConfig wanted) {
        CompletionStage<Connection> opened = runtime.connect(wanted);
        try {
            return await(opened);
        } catch (IllegalStateException late) {
            // It may be opened later, when nobody knows of it any more.
            opened.thenAccept(Connection::stop);
            throw late;
        } catch (ExecutionException e) {
            throw OpenFailure.of(name, runtime, e.getCause());
        }
    }

    /** Ends the session, gracefully, and waits for its end. */
    void stop() {
        refuseOnLoop(reactor.get());
        close();
    }

    private synchronized void close() {
        Connection current = connection;
        if (current == null || isDown(current)) {
            return;
        }
        try {
            await(current.stop());
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "connection '%s' could not be stopped".formatted(name), e.getCause());
        }
    }

    private <T> T await(CompletionStage<T> stage) throws ExecutionException {
        try {
            return stage.toCompletableFuture().get(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    "the event loop of connection '%s' did not answer for %d seconds"
                            .formatted(name, WAIT_SECONDS),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private void refuseOnLoop(Reactor runtime) {
        if (runtime.loops().stream().anyMatch(loop -> loop.inEventLoop())) {
            throw new IllegalStateException(
                    "connection '%s' cannot be started or stopped on an event loop"
                            .formatted(name));
        }
    }

    private static boolean isDown(Connection connection) {
        ConnectionState state = connection.state();
        return state == ConnectionState.STOPPED || state == ConnectionState.FAILED;
    }
}
