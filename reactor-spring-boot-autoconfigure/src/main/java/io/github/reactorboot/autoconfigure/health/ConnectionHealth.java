package io.github.reactorboot.autoconfigure.health;

import io.github.reactorboot.autoconfigure.ReactorRegistry;
import io.github.reactorboot.runtime.Device;
import io.github.reactorboot.runtime.DeviceState;
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
        return registry.device(name)
                .map(device -> describe(health, device))
                .orElseGet(() -> health.unknown().withDetail("state", "not started").build());
    }

    private static Health describe(Health.Builder health, Device device) {
        DeviceState state = device.state();
        boolean failing = device.failure().isPresent();
        health.status(statusOf(state, failing))
                .withDetail("state", state.name().toLowerCase(Locale.ROOT))
                .withDetail("device", device.config().path().toString())
                .withDetail("sessions", device.stats().sessions());
        device.failure()
                .ifPresent(failure ->
                        health.withDetail(
                                "reason", DisplayText.line(String.valueOf(failure.getMessage()))));
        return health.build();
    }

    private static Status statusOf(DeviceState state, boolean failing) {
        return switch (state) {
            case OPENING, OPEN -> Status.UP;
            case WAITING -> failing ? Status.DOWN : Status.UP;
            case STOPPED -> Status.OUT_OF_SERVICE;
            case FAILED -> Status.DOWN;
        };
    }
}
