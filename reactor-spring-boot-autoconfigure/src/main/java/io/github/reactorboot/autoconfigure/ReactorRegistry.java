package io.github.reactorboot.autoconfigure;

import io.github.reactorboot.client.ConnectionClient;
import io.github.reactorboot.runtime.Connection;
import io.github.reactorboot.runtime.ConnectionState;
import io.github.reactorboot.runtime.Listener;
import io.github.reactorboot.runtime.Reactor;
import io.github.reactorboot.runtime.Session;
import io.github.reactorboot.runtime.TransportType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The runtimes, listeners, connections and sessions of the application by name, and the switches of
 * listeners and connections. Every method may be called from any thread, but those that start and
 * stop wait and must not be called on an event loop.
 */
public final class ReactorRegistry {

    private final RuntimeBeans runtimes;
    private final Map<String, ListenerEndpoint> endpoints;
    private final Map<String, ConnectionEndpoint> connections;
    private final NextAttempts attempts;

    ReactorRegistry(
            RuntimeBeans runtimes,
            Map<String, ListenerEndpoint> endpoints,
            Map<String, ConnectionEndpoint> connections,
            NextAttempts attempts) {
        this.runtimes = runtimes;
        this.endpoints = endpoints;
        this.connections = connections;
        this.attempts = attempts;
    }

    /** The runtimes in use: those that are configured, serve anything, or were asked for. */
    public Collection<Reactor> reactors() {
        return runtimes.inUse();
    }

    /** A runtime by its name; made if nothing has used it so far, and then not running. */
    public Optional<Reactor> reactor(String name) {
        return runtimes.find(name);
    }

    /** All configured listeners, also those that are stopped. */
    public Set<String> listenerNames() {
        return endpoints.keySet();
    }

    /**
     * The running listener, or the last one if it is stopped; empty if it was never started.
     *
     * @throws IllegalArgumentException when no listener has this name
     */
    public Optional<Listener> listener(String name) {
        return Optional.ofNullable(endpoint(name).listener());
    }

    /**
     * The name of the runtime that serves a listener or a connection.
     *
     * @throws IllegalArgumentException when neither has this name
     */
    public String runtimeOf(String name) {
        ConnectionEndpoint connection = connections.get(name);
        return connection == null ? endpoint(name).runtime() : connection.runtime();
    }

    /**
     * Whether a listener or connection serves streams or datagrams.
     *
     * @throws IllegalArgumentException when nothing has this name
     */
    public TransportType transportOf(String name) {
        ConnectionEndpoint connection = connections.get(name);
        return connection == null
                ? endpoint(name).properties().transport()
                : connection.properties().transport();
    }

    /** All configured connections, also those that are stopped. */
    public Set<String> connectionNames() {
        return connections.keySet();
    }

    /**
     * The running connection, or the last one if it is stopped; empty if it was never started.
     *
     * @throws IllegalArgumentException when no connection has this name
     */
    public Optional<Connection> connection(String name) {
        return Optional.ofNullable(configured(name).connection());
    }

    /**
     * What sends over a connection, and has the figures of its exchanges; the same object each
     * time.
     *
     * @throws IllegalArgumentException when no connection has this name
     */
    public ConnectionClient client(String name) {
        return configured(name).client();
    }

    /**
     * When a connection that could not be opened is tried again, or may be on demand; empty when
     * its last attempt has not failed.
     *
     * @throws IllegalArgumentException when no connection has this name
     */
    public Optional<Instant> nextAttempt(String name) {
        return connection(name)
                .filter(connection -> connection.state() != ConnectionState.STOPPED)
                .flatMap(attempts::of);
    }

    /**
     * Opens a connection, or has it waited for in the background; does nothing if it is started.
     * Returns when the first attempt has succeeded or failed.
     *
     * @throws IllegalArgumentException when no connection has this name
     * @throws IllegalStateException when its runtime does not run
     * @throws RuntimeException naming connection and property when it cannot be served
     */
    public void startConnection(String name) {
        configured(name).start();
    }

    /**
     * Ends the session of a connection gracefully, and opens it no more. Does nothing if it is
     * stopped.
     *
     * @throws IllegalArgumentException when no connection has this name
     */
    public void stopConnection(String name) {
        configured(name).stop();
    }

    /**
     * Binds a listener; does nothing if it is bound. Waits until it is.
     *
     * @throws IllegalArgumentException when no listener has this name
     * @throws IllegalStateException when its runtime does not run
     * @throws RuntimeException naming listener and property when it cannot be bound
     */
    public void startListener(String name) {
        endpoint(name).start();
    }

    /**
     * Closes the listening socket; the sessions live on. Does nothing if it is closed.
     *
     * @throws IllegalArgumentException when no listener has this name
     */
    public void stopListener(String name) {
        endpoint(name).stop();
    }

    /**
     * Lets new connections wait in the backlog of the system. Takes effect on the event loop, soon
     * after this returns.
     *
     * @throws IllegalArgumentException when no listener has this name
     * @throws IllegalStateException when it is not started
     */
    public void pauseListener(String name) {
        endpoint(name).bound().pause();
    }

    /**
     * Accepts connections again; as {@link #pauseListener}, soon.
     *
     * @throws IllegalArgumentException when no listener has this name
     * @throws IllegalStateException when it is not started
     */
    public void resumeListener(String name) {
        endpoint(name).bound().resume();
    }

    /**
     * Hands a command to the handler of a listener or a connection: to its {@code @OnCommand}
     * method without a {@code Session}, on one of the event loops of the endpoint.
     *
     * @return completed on that loop with the answer; exceptionally with what the method threw,
     *     {@link UnsupportedOperationException} when there is no method for the command, {@link
     *     IllegalStateException} when the endpoint is not started, or {@link
     *     java.util.concurrent.RejectedExecutionException} when the command queue is full
     * @throws IllegalArgumentException when neither a listener nor a connection has this name
     */
    public CompletionStage<@Nullable Object> command(String endpointName, Object command) {
        ConnectionEndpoint connection = connections.get(endpointName);
        return connection == null
                ? endpoint(endpointName).command(command)
                : connection.command(command);
    }

    /** An open session by its id. */
    public Optional<Session> session(long id) {
        return reactors().stream().flatMap(reactor -> reactor.session(id).stream()).findFirst();
    }

    /** An open session by its name, such as {@code quotes-17}. */
    public Optional<Session> session(String name) {
        return reactors().stream().flatMap(reactor -> reactor.session(name).stream()).findFirst();
    }

    /** All open sessions; weakly consistent. */
    public Collection<Session> sessions() {
        List<Session> sessions = new ArrayList<>();
        reactors().forEach(reactor -> sessions.addAll(reactor.sessions()));
        return sessions;
    }

    /**
     * Closes a session gracefully.
     *
     * @return whether there is such a session
     */
    public boolean closeSession(long id) {
        Optional<Session> session = session(id);
        session.ifPresent(Session::close);
        return session.isPresent();
    }

    Collection<ListenerEndpoint> endpoints() {
        return endpoints.values();
    }

    Collection<ConnectionEndpoint> connections() {
        return connections.values();
    }

    private ConnectionEndpoint configured(String name) {
        ConnectionEndpoint connection = connections.get(name);
        if (connection == null) {
            throw new IllegalArgumentException(
                    "no connection is named '%s'; configured: %s"
                            .formatted(name, String.join(", ", connections.keySet())));
        }
        return connection;
    }

    RuntimeBeans runtimes() {
        return runtimes;
    }

    private ListenerEndpoint endpoint(String name) {
        ListenerEndpoint endpoint = endpoints.get(name);
        if (endpoint == null) {
            throw new IllegalArgumentException(
                    "no listener is named '%s'; configured: %s"
                            .formatted(name, String.join(", ", endpoints.keySet())));
        }
        return endpoint;
    }
}
