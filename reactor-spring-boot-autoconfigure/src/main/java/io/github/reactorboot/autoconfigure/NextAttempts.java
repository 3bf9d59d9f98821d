package io.github.reactorboot.autoconfigure;

import io.github.reactorboot.runtime.Connection;
import io.github.reactorboot.runtime.ReactorObserver;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Notes when the configured connections that could not be opened are tried again. */
final class NextAttempts implements ReactorObserver {

    private final Set<String> names;
    private final ConcurrentMap<String, Instant> next = new ConcurrentHashMap<>();

    NextAttempts(Set<String> names) {
        this.names = names;
    }

    @Override
    public void onConnectFailed(Connection connection, IOException cause, Duration pause) {
        if (names.contains(connection.name())) {
            next.put(connection.name(), Instant.now().plus(pause));
        }
    }

    /** When this connection is opened again; empty unless its last attempt has failed. */
    Optional<Instant> of(Connection connection) {
        return connection.failure().isPresent()
                ? Optional.ofNullable(next.get(connection.name()))
                : Optional.empty();
    }
}
