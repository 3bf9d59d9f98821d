package io.github.reactorboot.autoconfigure;

import io.github.reactorboot.client.ConnectionBinding;
import io.github.reactorboot.client.ConnectionClient;
import io.github.reactorboot.handler.Tick;
import io.github.reactorboot.runtime.Connection;
import io.github.reactorboot.runtime.ConnectionConfig;
import io.github.reactorboot.runtime.ConnectionState;
import io.github.reactorboot.runtime.Reactor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One configured connection: what it is, and the connection when it was opened. */
final class ConnectionEndpoint {

    private static final Logger log = LoggerFactory.getLogger(ReactorRegistry.class);

    private final String name;
    private final ConnectionProperties properties;
    private final Supplier<Reactor> reactor;
    private final ConnectionClient client;
    private volatile @Nullable ConnectionConfig config;
    private volatile @Nullable ConnectionBinding binding;
    private volatile List<Tick> ticks = List.of();
    private volatile @Nullable Connection connection;

    ConnectionEndpoint(String name, ConnectionProperties properties, Supplier<Reactor> reactor) {
        this.name = name;
        this.properties = properties;
        this.reactor = reactor;
        this.client = new ConnectionClient(name, () -> binding);
    }

    /** On its way to be open. */
    record Start(CompletionStage<Connection> opened, Connection connection) {}

    String name() {
        return name;
    }

    String runtime() {
        return properties.runtime();
    }

    ConnectionProperties properties() {
        return properties;
    }

    /** Says what to open, how to send, and what ticks; known when the handlers are. */
    void configure(ConnectionConfig wanted, ConnectionBinding sending, List<Tick> handlerTicks) {
        this.config = wanted;
        this.binding = sending;
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

    /** What sends over it. */
    ConnectionClient client() {
        return client;
    }

    /** Opens it and waits for the first attempt. */
    void start() {
        Start begun = begin(Duration.ZERO);
        if (begun != null) {
            finish(begun);
        }
    }

    /** Begins to open it; null if it is started. */
    @Nullable Start begin(Duration delay) {
        Reactor runtime = reactor.get();
        LoopAnswer.refuseOnLoop(display(), runtime);
        synchronized (this) {
            Connection current = connection;
            if (current != null && !isDown(current)) {
                return null;
            }
            ConnectionConfig wanted = config;
            if (wanted == null) {
                throw new IllegalStateException(
                        "%s cannot be opened before its handler is known".formatted(display()));
            }
            CompletionStage<Connection> opened = runtime.connect(wanted, delay);
            // It is there at once, unless it was refused; then the future says why.
            Connection next =
                    runtime.connection(name).orElseGet(() -> awaited(runtime, wanted, opened));
            connection = next;
            return new Start(opened, next);
        }
    }

    /** Waits for the first attempt, and says what came of it. */
    void finish(Start begun) {
        ConnectionConfig wanted = begun.connection().config();
        Connection opened = awaited(reactor.get(), wanted, begun.opened());
        ConnectionState state = opened.state();
        String words =
                switch (state) {
                    case OPEN -> "is open: {} (runtime {})";
                    case STOPPED, FAILED -> "has ended already: {} (runtime {})";
                    case IDLE -> "is opened on demand: {} (runtime {})";
                    default -> "waits for {} (runtime {})";
                };
        log.info("Connection '{}' " + words, name, wanted.target(), runtime());
    }

    /** Says that it is to be opened, and later if it could not be. */
    void finishLater(Start begun, Duration delay) {
        ConnectionConfig wanted = begun.connection().config();
        log.info(
                "Connection '{}' is opened in {} ms: {} (runtime {})",
                name,
                delay.toMillis(),
                wanted.target(),
                runtime());
        begun.opened()
                .whenComplete((opened, failure) -> {
                    if (failure != null && begun.connection().failure().isPresent()) {
                        log.error(
                                "Connection '{}' could not be opened: {}",
                                name,
                                failure.getMessage());
                    }
                });
    }

    private Connection awaited(
            Reactor runtime, ConnectionConfig wanted, CompletionStage<Connection> opened) {
        try {
            return LoopAnswer.await(display(), opened, wanted.connect().timeout());
        } catch (IllegalStateException late) {
            // It may be opened later, when nobody knows of it any more.
            opened.thenAccept(Connection::stop);
            throw late;
        } catch (ExecutionException e) {
            throw OpenFailure.of(wanted, runtime, e.getCause());
        }
    }

    /** Ends the session, gracefully, and waits for its end. */
    void stop() {
        LoopAnswer.refuseOnLoop(display(), reactor.get());
        close();
    }

    private synchronized void close() {
        Connection current = connection;
        if (current == null || isDown(current)) {
            return;
        }
        try {
            LoopAnswer.await(display(), current.stop(), properties.closeTimeout());
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "%s could not be stopped".formatted(display()), e.getCause());
        }
    }

    private String display() {
        return "connection '%s'".formatted(name);
    }

    private static boolean isDown(Connection connection) {
        ConnectionState state = connection.state();
        return state == ConnectionState.STOPPED || state == ConnectionState.FAILED;
    }
}
