package io.github.reactorboot.autoconfigure;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
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
 */
@ConfigurationProperties("reactor")
public record ReactorRuntimeProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue Map<String, RuntimeProperties> runtimes,
        @DefaultValue Map<String, ListenerProperties> listeners) {

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

    /** The names of all runtimes. */
    Set<String> runtimeNames() {
        Set<String> names = new LinkedHashSet<>();
        names.add(DEFAULT_RUNTIME);
        names.addAll(runtimes.keySet());
        return names;
    }

    /** The names of the runtimes that are configured or serve a listener. */
    Set<String> runtimesWanted() {
        Set<String> names = new LinkedHashSet<>(runtimes.keySet());
        listeners.values().forEach(listener -> names.add(listener.runtime()));
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
