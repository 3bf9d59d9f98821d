package io.github.reactorboot.autoconfigure.endpoint;

import io.github.reactorboot.autoconfigure.ReactorRegistry;
import io.github.reactorboot.autoconfigure.endpoint.RuntimeDescriptor.EngineDescriptor;
import io.github.reactorboot.autoconfigure.endpoint.RuntimeDescriptor.LoopDescriptor;
import io.github.reactorboot.autoconfigure.endpoint.SessionsDescriptor.SessionDescriptor;
import io.github.reactorboot.autoconfigure.health.DisplayText;
import io.github.reactorboot.autoconfigure.metrics.LoopUtilization;
import io.github.reactorboot.runtime.EventLoop;
import io.github.reactorboot.runtime.LoopStats;
import io.github.reactorboot.runtime.NanoClock;
import io.github.reactorboot.runtime.Reactor;
import io.github.reactorboot.runtime.Session;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * Shows runtimes, listeners, connections and sessions; over HTTP an operator can also switch
 * listeners and connections and close sessions, if {@code management.endpoint.reactor.access} is
 * unrestricted. Nothing that a peer has sent is shown, and its address only where values may be
 * seen.
 */
@Endpoint(id = "reactor", defaultAccess = Access.READ_ONLY)
public class ReactorEndpoint {

    static final int SESSIONS_DEFAULT = 100;
    static final int SESSIONS_MAX = 1000;

    private final ReactorRegistry registry;
    private final Show showValues;
    private final ConcurrentMap<String, LoopUtilization> utilization = new ConcurrentHashMap<>();

    public ReactorEndpoint(ReactorRegistry registry, Show showValues) {
        this.registry = registry;
        this.showValues = showValues;
        loops().forEach(loop -> utilizationOf(loop, loop.stats()));
    }

    /** Everything but the sessions. */
    @ReadOperation
    public ReactorDescriptor reactor() {
        return describe(showValues.isShown(true));
    }

    /** One listener or connection and its oldest sessions, null if there is none of that name. */
    @ReadOperation
    public @Nullable SessionsDescriptor endpoint(@Selector String name, @Nullable Integer limit) {
        return describe(name, limit, showValues.isShown(true)).orElse(null);
    }

    ReactorDescriptor describe(boolean values) {
        Map<String, RuntimeDescriptor> runtimes = new LinkedHashMap<>();
        for (Reactor reactor : registry.reactors()) {
            runtimes.put(reactor.name(), describe(reactor, values));
        }
        Map<String, ListenerDescriptor> listeners = new LinkedHashMap<>();
        for (String name : registry.listenerNames()) {
            listeners.put(name, describeListener(name));
        }
        Map<String, ConnectionDescriptor> connections = new LinkedHashMap<>();
        for (String name : registry.connectionNames()) {
            connections.put(name, ConnectionDescriptor.of(registry, name));
        }
        return new ReactorDescriptor(runtimes, listeners, connections);
    }

    Optional<SessionsDescriptor> describe(String name, @Nullable Integer limit, boolean values) {
        int most = limit == null ? SESSIONS_DEFAULT : limit;
        if (most < 1 || most > SESSIONS_MAX) {
            throw invalid("limit must be from 1 to " + SESSIONS_MAX + ", was " + most);
        }
        if (!knows(name)) {
            return Optional.empty();
        }
        // Not asked of the listener: sessions of one that was started again live on.
        List<Session> sessions =
                registry.sessions().stream()
                        .filter(session -> session.endpoint().equals(name))
                        .toList();
        List<SessionDescriptor> oldest =
                sessions.stream()
                        .sorted(Comparator.comparingLong(Session::id))
                        .limit(most)
                        .map(session -> SessionDescriptor.of(session, values))
                        .toList();
        boolean listens = registry.listenerNames().contains(name);
        return Optional.of(
                new SessionsDescriptor(
                        name,
                        listens ? describeListener(name) : null,
                        listens ? null : ConnectionDescriptor.of(registry, name),
                        sessions.size(),
                        oldest));
    }

    boolean knows(String name) {
        return registry.listenerNames().contains(name) || registry.connectionNames().contains(name);
    }

    void control(String name, @Nullable String action) {
        boolean listens = registry.listenerNames().contains(name);
        EndpointAction.named(action, listens)
                .orElseThrow(() ->
                        invalid(
                                "action must be one of %s"
                                        .formatted(EndpointAction.words(listens))))
                .on(registry, name, listens);
    }

    boolean close(String name, String session) {
        return find(session)
                .filter(found -> found.endpoint().equals(name))
                .filter(found -> registry.closeSession(found.id()))
                .isPresent();
    }

    String unknown(String name) {
        return "no listener or connection is named '%s'; configured: %s"
                .formatted(
                        DisplayText.line(name),
                        Stream.concat(
                                        registry.listenerNames().stream(),
                                        registry.connectionNames().stream())
                                .collect(Collectors.joining(", ")));
    }

    String noSession(String name, String session) {
        return "'%s' has no session '%s'"
                .formatted(DisplayText.line(name), DisplayText.line(session));
    }

    private Optional<Session> find(String session) {
        try {
            return registry.session(Long.parseLong(session));
        } catch (NumberFormatException e) {
            return registry.session(session);
        }
    }

    private ListenerDescriptor describeListener(String name) {
        String runtime = registry.runtimeOf(name);
        return registry.listener(name)
                .map(listener -> ListenerDescriptor.of(runtime, listener))
                .orElseGet(() -> ListenerDescriptor.notStarted(runtime));
    }

    private RuntimeDescriptor describe(Reactor reactor, boolean values) {
        return new RuntimeDescriptor(
                reactor.isRunning(),
                EngineDescriptor.of(reactor.engine()),
                reactor.loops().stream().map(loop -> describe(loop, values)).toList());
    }

    private LoopDescriptor describe(EventLoop loop, boolean values) {
        LoopStats stats = loop.stats();
        long stalledMillis = loop.stalledFor().toMillis();
        return new LoopDescriptor(
                loop.name(),
                loop.state().name().toLowerCase(Locale.ROOT),
                stats.sessions(),
                utilizationOf(loop, stats).with(stats.busyNanos()),
                stats.commandsPending(),
                stalledMillis == 0 ? null : stalledMillis,
                failureOf(loop, values));
    }

    /** The message of a failure may repeat what a peer has sent. */
    private static @Nullable String failureOf(EventLoop loop, boolean values) {
        Throwable failure = loop.failure();
        if (failure == null) {
            return null;
        }
        return values ? DisplayText.line(failure.toString()) : failure.getClass().getName();
    }

    private LoopUtilization utilizationOf(EventLoop loop, LoopStats stats) {
        return utilization.computeIfAbsent(
                loop.name(), name -> new LoopUtilization(NanoClock.SYSTEM, stats.busyNanos()));
    }

    private Stream<EventLoop> loops() {
        return registry.reactors().stream().flatMap(reactor -> reactor.loops().stream());
    }

    private static InvalidEndpointRequestException invalid(String message) {
        return new InvalidEndpointRequestException(message, message);
    }
}
