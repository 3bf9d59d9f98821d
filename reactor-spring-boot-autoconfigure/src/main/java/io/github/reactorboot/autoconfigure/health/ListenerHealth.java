package io.github.reactorboot.autoconfigure.health;

import io.github.reactorboot.autoconfigure.ReactorRegistry;
import io.github.reactorboot.runtime.Listener;
import io.github.reactorboot.runtime.ListenerState;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/** Health of the listener that has a name at the moment of asking. */
final class ListenerHealth implements HealthIndicator {

    private final ReactorRegistry registry;
    private final String name;

    ListenerHealth(ReactorRegistry registry, String name) {
        this.registry = registry;
        this.name = name;
    }

    @Override
    public Health health() {
        Health.Builder health =
                new Health.Builder().withDetail("runtime", registry.runtimeOf(name));
        return registry.listener(name)
                .map(listener -> describe(health, listener))
                .orElseGet(() -> health.unknown().withDetail("state", "not started").build());
    }

    private static Health describe(Health.Builder health, Listener listener) {
        ListenerState state = listener.state();
        health.status(statusOf(state))
                .withDetail("state", textOf(state))
                .withDetail("address", DisplayText.address(listener.localAddress()))
                .withDetail("sessions", listener.stats().sessions());
        if (state == ListenerState.BACKING_OFF) {
            health.withDetail("reason", "connections could not be accepted")
                    .withDetail("acceptFailures", listener.stats().acceptFailures());
        } else if (state == ListenerState.FAILED) {
            health.withDetail("reason", "no event loop that accepts is alive");
        }
        return health.build();
    }

    private static Status statusOf(ListenerState state) {
        return switch (state) {
            case ACCEPTING -> Status.UP;
            case PAUSED, STOPPED -> Status.OUT_OF_SERVICE;
            case BACKING_OFF, FAILED -> Status.DOWN;
        };
    }

    private static String textOf(ListenerState state) {
        return switch (state) {
            case ACCEPTING -> "accepting";
            case PAUSED -> "paused";
            case BACKING_OFF -> "backing off";
            case STOPPED -> "stopped";
            case FAILED -> "failed";
        };
    }
}
