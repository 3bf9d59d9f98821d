package io.github.reactorboot.runtime;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The listeners and connections of one reactor; a name belongs to one of them. Any thread. */
final class Endpoints {

    private final String reactor;
    private final SessionRegistry registry;
    private final LoopSpread spread;
    private final ListenerAdvice advice;
    private final ReactorObserver observer;
    private final ResolverPool resolver;
    private final ConcurrentMap<String, Listener> listeners = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Connection> connections = new ConcurrentHashMap<>();
    private final SingleConnections singles = new SingleConnections();
    private final ConcurrentMap<String, EndpointTotals> totals = new ConcurrentHashMap<>();

    /** What the reactor has for its endpoints. */
    record Services(ReactorObserver observer, ResolverPool resolver) {}

    Endpoints(
            String reactor,
            SessionRegistry registry,
            LoopSpread spread,
            ListenerAdvice advice,
            Services services) {
        this.reactor = reactor;
        this.registry = registry;
        this.spread = spread;
        this.advice = advice;
        this.observer = services.observer();
        this.resolver = services.resolver();
    }

    CompletionStage<Listener> listen(ListenerConfig config, boolean running) {
        CompletableFuture<Listener> bound = new CompletableFuture<>();
        if (!running) {
            bound.completeExceptionally(notRunning());
            return bound;
        }
        advice.warn(config);
        Endpoint endpoint = Endpoint.of(config, registry, totalsOf(config.name()));
        Listener listener = new Listener(config, spread, endpoint, observer);
        IllegalStateException taken = add(listener);
        if (taken != null) {
            bound.completeExceptionally(taken);
            return bound;
        }
        listener.open(failure -> {
            if (failure == null) {
                try {
                    observer.onListening(listener);
                } finally {
                    bound.complete(listener);
                }
            } else {
                listeners.remove(listener.name(), listener);
                bound.completeExceptionally(failure);
            }
        });
        return bound;
    }

    CompletionStage<Connection> connect(ConnectionConfig config, Duration delay, boolean running) {
        if (delay.compareTo(Backoff.LONGEST) > 0) {
            throw new IllegalArgumentException("delay must be at the most a year, was " + delay);
        }
        CompletableFuture<Connection> opened = new CompletableFuture<>();
        if (!running) {
            opened.completeExceptionally(notRunning());
            return opened;
        }
        Connection connection = newConnection(config);
        IllegalStateException taken = add(connection);
        if (taken != null) {
            opened.completeExceptionally(taken);
            return opened;
        }
        connection.begin(
                delay,
                failure -> {
                    if (failure == null) {
                        try {
                            observer.onConnectionStarted(connection);
                        } finally {
                            opened.complete(connection);
                        }
                    } else {
                        connections.remove(connection.name(), connection);
                        opened.completeExceptionally(failure);
                    }
                });
        return opened;
    }

    CompletionStage<Session> openSession(ConnectionConfig config, boolean running) {
        IllegalStateException refusal = running ? taken(config.name()) : notRunning();
        return refusal == null
                ? singles.open(newConnection(config.once()))
                : CompletableFuture.failedFuture(refusal);
    }

    private Connection newConnection(ConnectionConfig config) {
        return new Connection(config, spread.next(), resolver, registry, totalsOf(config.name()));
    }

    /** A session by name: that of its endpoint, a dash and its number. */
    @Nullable LoopSession session(String name) {
        int dash = name.lastIndexOf('-');
        EndpointTotals endpoint = dash < 0 ? null : totals.get(name.substring(0, dash));
        if (endpoint == null) {
            return null;
        }
        try {
            LoopSession found = endpoint.find(Long.parseLong(name, dash + 1, name.length(), 10));
            return found != null && found.name().equals(name) ? found : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** What is to be served after a while; a loop that runs now waits for that. */
    <T> CompletionStage<T> later(
            Duration delay, boolean running, Supplier<CompletionStage<T>> action) {
        return running
                ? Deferred.start(spread.next(), delay, action)
                : CompletableFuture.failedFuture(notRunning());
    }

    private EndpointTotals totalsOf(String name) {
        return totals.computeIfAbsent(name, n -> new EndpointTotals(spread.loops().size()));
    }

    /** One at a time, since a name is looked up in two tables. */
    private synchronized @Nullable IllegalStateException add(Listener listener) {
        IllegalStateException taken = taken(listener.name());
        if (taken == null) {
            connections.remove(listener.name());
            listeners.put(listener.name(), listener);
        }
        return taken;
    }

    private synchronized @Nullable IllegalStateException add(Connection connection) {
        IllegalStateException taken = taken(connection.name());
        if (taken == null) {
            listeners.remove(connection.name());
            connections.put(connection.name(), connection);
        }
        return taken;
    }

    /** Null when nothing of that name is served. */
    private @Nullable IllegalStateException taken(String name) {
        Listener listener = listeners.get(name);
        if (listener != null && !listener.isOver()) {
            return new IllegalStateException(
                    "reactor " + reactor + " has a listener named " + name);
        }
        Connection connection = connections.get(name);
        if (connection != null && !connection.isOver()) {
            return new IllegalStateException(
                    "reactor " + reactor + " has a connection named " + name);
        }
        return null;
    }

    private IllegalStateException notRunning() {
        return new IllegalStateException("reactor " + reactor + " is not running");
    }

    Collection<Listener> listeners() {
        return Collections.unmodifiableCollection(listeners.values());
    }

    Optional<Listener> listener(String name) {
        return Optional.ofNullable(listeners.get(name));
    }

    Collection<Connection> connections() {
        return Collections.unmodifiableCollection(connections.values());
    }

    Optional<Connection> connection(String name) {
        return Optional.ofNullable(connections.get(name));
    }

    CompletionStage<Void> drain() {
        return CompletableFuture.allOf(
                Stream.concat(
                                listeners.values().stream().map(Listener::drain),
                                allConnections().map(Connection::drain))
                        .map(CompletionStage::toCompletableFuture)
                        .toArray(CompletableFuture[]::new));
    }

    /** The loops are about to end: nothing is accepted or opened any more. */
    void giveUp() {
        listeners.values().forEach(Listener::stop);
        allConnections().forEach(Connection::giveUp);
    }

    private Stream<Connection> allConnections() {
        return Stream.concat(connections.values().stream(), singles.stream());
    }

    void clear() {
        listeners.clear();
        connections.clear();
        singles.clear();
    }
}
