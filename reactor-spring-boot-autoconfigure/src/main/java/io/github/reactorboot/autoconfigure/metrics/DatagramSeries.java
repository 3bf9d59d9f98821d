package io.github.reactorboot.autoconfigure.metrics;

import io.github.reactorboot.runtime.DatagramStats;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * As {@link ListenerSeries}, what became of datagrams. Any thread.
 *
 * @param name of the listener or the connection
 * @param current the figures of the present one, as soon as there is one
 */
record DatagramSeries(String name, Supplier<Optional<DatagramStats>> current) {

    private static final DatagramStats NOTHING = new DatagramStats(0, 0, 0, 0);

    DatagramStats stats() {
        return current.get().orElse(NOTHING);
    }
}
