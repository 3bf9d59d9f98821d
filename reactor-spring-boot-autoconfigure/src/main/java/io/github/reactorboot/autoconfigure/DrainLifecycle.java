package io.github.reactorboot.autoconfigure;

import io.github.reactorboot.runtime.Reactor;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Ends gracefully: nothing more is accepted, what was received is answered. Returns at once; Spring
 * waits for the callback for {@code spring.lifecycle.timeout-per-shutdown-phase}.
 */
final class DrainLifecycle implements SmartLifecycle {

    /** That of the graceful shutdown of Boot's web servers (WebServerApplicationContext). */
    static final int PHASE = Integer.MAX_VALUE - 1024;

    private static final Logger log = LoggerFactory.getLogger(ReactorRegistry.class);

    private final ReactorRegistry registry;
    private volatile boolean running;

    DrainLifecycle(ReactorRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public void stop(Runnable callback) {
        running = false;
        List<Reactor> reactors = registry.reactors().stream().filter(Reactor::isRunning).toList();
        int sessions = reactors.stream().mapToInt(reactor -> reactor.sessions().size()).sum();
        if (sessions > 0) {
            log.info("Reactor drains {} session{}", sessions, sessions == 1 ? "" : "s");
        }
        CompletableFuture<?>[] drains =
                reactors.stream()
                        .map(reactor -> reactor.drain().toCompletableFuture())
                        .toArray(CompletableFuture<?>[]::new);
        CompletionStage<Void> drained = CompletableFuture.allOf(drains);
        drained.whenComplete((none, failure) -> callback.run());
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    /** As Boot's own servers: a cached test context must keep its port. */
    @Override
    public boolean isPauseable() {
        return false;
    }
}
