package io.github.reactorboot.autoconfigure.metrics;

import io.github.reactorboot.runtime.ListenerStats;
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
record ListenerSeries(String name, Supplier<Optional<ListenerStats>> current) {

    private static final ListenerStats NOTHING =
            new ListenerStats(0, 0, Map.of(), Map.of(), 0, 0, 0, 0, 0, 0, 0, 0, 0);

    ListenerStats stats() {
        return current.get().orElse(NOTHING);
    }
}
