package io.github.reactorboot.runtime;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The connections that one event loop serves, so that those who wait for them learn when it has
 * ended. Owned by the loop.
 */
final class LoopConnections {

    private final Set<Connection> served = new HashSet<>();

    void add(Connection connection) {
        served.add(connection);
    }

    void remove(Connection connection) {
        served.remove(connection);
    }

    /** The loop is over. */
    void endAll() {
        List.copyOf(served).forEach(Connection::loopEnded);
        served.clear();
    }
}
