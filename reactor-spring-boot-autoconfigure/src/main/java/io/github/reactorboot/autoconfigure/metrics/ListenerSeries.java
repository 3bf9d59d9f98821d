package io.github.reactorboot.autoconfigure.metrics;

import io.github.reactorboot.autoconfigure.ReactorRegistry;
import io.github.reactorboot.runtime.Listener;
import io.github.reactorboot.runtime.ListenerStats;
import java.util.Map;

/**
 * The figures of all listeners that had one name, one after the other; nothing before the first.
 * The runtime goes on counting when a listener is started again. Any thread.
 *
 * @param registry where the listener is found, as soon as there is one
 * @param name its name
 */
record ListenerSeries(ReactorRegistry registry, String name) {

    private static final ListenerStats NOTHING =
            new ListenerStats(0, 0, Map.of(), Map.of(), 0, 0, 0, 0, 0, 0, 0, 0, 0);

    ListenerStats stats() {
        return registry.listener(name).map(Listener::stats).orElse(NOTHING);
    }
}
