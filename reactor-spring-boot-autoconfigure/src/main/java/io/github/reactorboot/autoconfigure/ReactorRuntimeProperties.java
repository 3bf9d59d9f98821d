package io.github.reactorboot.autoconfigure;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is configured below {@code reactor}. Project Reactor reads system properties with the same
 * first word ({@code -Dreactor.netty.ioWorkerCount}), so nothing here takes in whatever is below
 * the root.
 *
 * @param enabled Whether listeners are bound and handlers are looked for.
 * @param runtimes Event loops by name; a runtime named "default" exists anyway.
 * @param listeners Listening sockets by name, each served by one handler bean.
 * @param connections Outbound sessions by name, to hosts, Unix sockets or devices.
 */
@ConfigurationProperties("reactor")
public record ReactorRuntimeProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue Map<String, RuntimeProperties> runtimes,
        @DefaultValue Map<String, ListenerProperties> listeners,
        @DefaultValue Map<String, ConnectionProperties> connections) {

    /** The runtime that exists without being configured. */
    public static final String DEFAULT_RUNTIME = "default";

    /** The configuration prefix of a runtime. */
    public static String runtimePrefix(String name) {
        return "reactor.runtimes." + name;
    }

    /** The configuration prefix of a listener. */
    public static String listenerPrefix(String name) {
        return "reactor.listeners." + name;
    }

    /** The configuration prefix of a connection. */
    public static String connectionPrefix(String name) {
        return "reactor.connections." + name;
    }

    /** The names of all runtimes. */
    Set<String> runtimeNames() {
        Set<String> names = new LinkedHashSet<>();
        names.add(DEFAULT_RUNTIME);
        names.addAll(runtimes.keySet());
        return names;
    }

    /** The names of the runtimes that are configured or serve a listener or a connection. */
    Set<String> runtimesWanted() {
        Set<String> names = new LinkedHashSet<>(runtimes.keySet());
        names.addAll(runtimesServing());
        return names;
    }

    /** The names of the runtimes that serve a listener or a connection. */
    Set<String> runtimesServing() {
        Set<String> names = new LinkedHashSet<>();
        listeners.values().forEach(listener -> names.add(listener.runtime()));
        connections.values().forEach(connection -> names.add(connection.runtime()));
        return names;
    }

    /** The names of the listeners and connections that publish an event for each session. */
    Set<String> withSessionEvents() {
        Set<String> names = new HashSet<>();
        Stream.<Map<String, ? extends SessionProperties>>of(listeners, connections)
                .flatMap(all -> all.entrySet().stream())
                .filter(each -> each.getValue().sessionEvents())
                .forEach(each -> names.add(each.getKey()));
        return names;
    }

    /** The properties of a runtime; defaults if it is not configured. */
    RuntimeProperties runtime(String name) {
        RuntimeProperties runtime = runtimes.get(name);
        return runtime != null
                ? runtime
                : new Binder().bindOrCreate(runtimePrefix(name), RuntimeProperties.class);
    }
}
