package io.github.reactorboot.autoconfigure.health;

import io.github.reactorboot.autoconfigure.ReactorRegistry;
import io.github.reactorboot.runtime.Connection;
import io.github.reactorboot.runtime.ConnectionState;
import java.util.Locale;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * Health of the connection that has a name at the moment of asking. One that cannot be opened is
 * down, as a listener that cannot accept; one that only waits between two sessions is up.
 */
final class ConnectionHealth implements HealthIndicator {

    private final ReactorRegistry registry;
    private final String name;

    ConnectionHealth(ReactorRegistry registry, String name) {
        this.registry = registry;
        this.name = name;
    }

    @Override
    public Health health() {
        Health.Builder health =
                new Health.Builder().withDetail("runtime", registry.runtimeOf(name));
        return registry.connection(name)
                .map(connection -> describe(health, connection))
                .orElseGet(() -> health.unknown().withDetail("state", "not started").build());
    }

    private Health describe(Health.Builder health, Connection connection) {
        ConnectionState state = connection.state();
        boolean failing = connection.failure().isPresent();
        health.status(statusOf(state, failing))
                .withDetail("state", state.name().toLowerCase(Locale.ROOT))
                .withDetail("target", connection.config().target().toString())
                .withDetail("sessions", connection.stats().sessions());
        connection
                .failure()
                .ifPresent(failure ->
                        health.withDetail(
                                "reason", DisplayText.line(String.valueOf(failure.getMessage()))));
        registry.nextAttempt(name).ifPresent(next -> health.withDetail("nextAttempt", next));
        return health.build();
    }

    private static Status statusOf(ConnectionState state, boolean failing) {
        return switch (state) {
            case OPEN -> Status.UP;
            case IDLE, CONNECTING, WAITING -> failing ? Status.DOWN : Status.UP;
            case STOPPED -> Status.OUT_OF_SERVICE;
            case FAILED -> Status.DOWN;
        };
    }
}
