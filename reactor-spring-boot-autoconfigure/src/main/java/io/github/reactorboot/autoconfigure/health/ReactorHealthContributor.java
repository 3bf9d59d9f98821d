package io.github.reactorboot.autoconfigure.health;

import io.github.reactorboot.autoconfigure.ReactorRegistry;
import io.github.reactorboot.runtime.Reactor;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthContributors;

/**
 * Health of the runtimes: a part {@code listener.<name>} for each listener, {@code
 * connection.<name>} for each connection and a part {@code loop.<runtime>-<index>} for each event
 * loop. The parts are those there are when health is asked for, so that what is started later shows
 * up too. No part waits for an event loop.
 */
public final class ReactorHealthContributor implements CompositeHealthContributor {

    private static final String LISTENER = "listener.";
    private static final String CONNECTION = "connection.";
    private static final String LOOP = "loop.";

    private final ReactorRegistry registry;

    public ReactorHealthContributor(ReactorRegistry registry) {
        this.registry = registry;
    }

    @Override
    public @Nullable HealthContributor getContributor(String name) {
        return find(name).orElse(null);
    }

    @Override
    public Stream<HealthContributors.Entry> stream() {
        Stream<HealthContributors.Entry> listeners =
                registry.listenerNames().stream()
                        .map(name -> entry(LISTENER + name, new ListenerHealth(registry, name)));
        Stream<HealthContributors.Entry> connections =
                registry.connectionNames().stream()
                        .map(name ->
                                entry(CONNECTION + name, new ConnectionHealth(registry, name)));
        return Stream.concat(
                Stream.concat(listeners, connections),
                registry.reactors().stream().flatMap(ReactorHealthContributor::loops));
    }

    private Optional<HealthContributor> find(String part) {
        if (part.startsWith(LISTENER)) {
            return Optional.of(part.substring(LISTENER.length()))
                    .filter(registry.listenerNames()::contains)
                    .map(name -> new ListenerHealth(registry, name));
        }
        if (part.startsWith(CONNECTION)) {
            return Optional.of(part.substring(CONNECTION.length()))
                    .filter(registry.connectionNames()::contains)
                    .map(name -> new ConnectionHealth(registry, name));
        }
        return registry.reactors().stream()
                .flatMap(ReactorHealthContributor::loops)
                .filter(entry -> part.equals(entry.name()))
                .map(HealthContributors.Entry::contributor)
                .findFirst();
    }

    private static Stream<HealthContributors.Entry> loops(Reactor reactor) {
        String engine = reactor.engine().name();
        return reactor.loops().stream()
                .map(loop -> entry(LOOP + loop.name(), new LoopHealth(loop, engine)));
    }

    private static HealthContributors.Entry entry(String name, HealthContributor part) {
        return new HealthContributors.Entry(name, part);
    }
}
