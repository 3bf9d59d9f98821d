package io.github.reactorboot.autoconfigure.health;

import io.github.reactorboot.runtime.EventLoop;
import io.github.reactorboot.runtime.LoopState;
import java.util.Locale;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * Health of one event loop, from figures that it leaves behind: a loop that is stuck needs not
 * answer.
 */
final class LoopHealth implements HealthIndicator {

    private final EventLoop loop;
    private final String engine;

    LoopHealth(EventLoop loop, String engine) {
        this.loop = loop;
        this.engine = engine;
    }

    @Override
    public Health health() {
        LoopState state = loop.state();
        Health.Builder health =
                new Health.Builder()
                        .status(statusOf(state))
                        .withDetail("state", state.name().toLowerCase(Locale.ROOT))
                        .withDetail("engine", engine)
                        .withDetail("sessions", loop.stats().sessions());
        if (state == LoopState.STALLED) {
            health.withDetail("stalledFor", loop.stalledFor().toMillis() + "ms");
        }
        Throwable failure = loop.failure();
        if (failure != null) {
            // Not its message, which may repeat what a peer has sent; that is in the log.
            health.withDetail("failure", failure.getClass().getName());
        }
        return health.build();
    }

    private static Status statusOf(LoopState state) {
        return switch (state) {
            case RUNNING -> Status.UP;
            case NEW -> Status.UNKNOWN;
            case ENDING, ENDED -> Status.OUT_OF_SERVICE;
            case STALLED, FAILED -> Status.DOWN;
        };
    }
}
