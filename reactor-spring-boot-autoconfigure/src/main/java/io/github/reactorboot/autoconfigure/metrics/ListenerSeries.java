package io.github.reactorboot.autoconfigure.metrics;

import io.github.reactorboot.runtime.EndpointStats;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The figures of all listeners, or devices, that had one name, one after the other; nothing before
 * the first. The runtime goes on counting when one is started again. Any thread.
 *
 * @param name its name
 * @param current the figures of the present one, as soon as there is one
 */
record ListenerSeries(String name, Supplier<Optional<EndpointStats>> current) {

    private static final EndpointStats NOTHING =
            new EndpointStats(0, 0, Map.of(), Map.of(), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    EndpointStats stats() {
        return current.get().orElse(NOTHING);
    }
}
