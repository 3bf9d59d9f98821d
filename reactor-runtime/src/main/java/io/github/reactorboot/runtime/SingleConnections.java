package io.github.reactorboot.runtime;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Connections for one session each: any number of one name, forgotten when over. Any thread. */
final class SingleConnections {

    private final Set<Connection> known = ConcurrentHashMap.newKeySet();

    /** Begins; completed with the session. */
    CompletionStage<Session> open(Connection connection) {
        known.add(connection);
        connection.forOneSession(() -> known.remove(connection));
        CompletionStage<Session> session = connection.open();
        connection.begin(
                Duration.ZERO,
                failure -> {
                    if (failure != null) {
                        known.remove(connection);
                    }
                });
        return session;
    }

    Stream<Connection> stream() {
        return known.stream();
    }

    void clear() {
        known.clear();
    }
}
