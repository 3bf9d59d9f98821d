package io.github.reactorboot.autoconfigure;

import io.github.reactorboot.handler.Tick;
import io.github.reactorboot.runtime.EventLoop;
import io.github.reactorboot.runtime.LoopState;
import io.github.reactorboot.runtime.Reactor;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;

/** Event loops run from before the first listener is bound until after the last one is closed. */
final class LoopLifecycle implements SmartLifecycle {

    static final int PHASE = Integer.MAX_VALUE - 3072;

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ReactorRegistry registry;
    private final ApplicationContext context;
    private volatile boolean running;

    LoopLifecycle(ReactorRegistry registry, ApplicationContext context) {
        this.registry = registry;
        this.context = context;
    }

    @Override
    public void start() {
        running = true;
        for (Reactor reactor : registry.reactors()) {
            boolean hadFailed =
                    reactor.loops().stream().anyMatch(loop -> loop.state() == LoopState.FAILED);
            start(reactor);
            if (hadFailed) {
                AvailabilityChangeEvent.publish(context, LivenessState.CORRECT);
            }
            for (Tick tick : ticks(reactor.name())) {
                for (EventLoop loop : reactor.loops()) {
                    loop.scheduleWithFixedDelay(tick.every(), () -> tick.call(loop));
                }
            }
        }
    }

    private static void start(Reactor reactor) {
        try {
            reactor.start();
        } catch (UncheckedIOException e) {
            throw new FailureAnalyzedException(
                    "Runtime '%s' could not be started: %s."
                            .formatted(reactor.name(), e.getMessage()),
                    "Look at the limits of the process (ulimit -n, for io_uring also ulimit -l), or set"
                            + " %s.engine to nio."
                                    .formatted(
                                            ReactorRuntimeProperties.runtimePrefix(reactor.name())),
                    e);
        }
    }

    /** A method that serves several endpoints of one runtime ticks once. */
    private Set<Tick> ticks(String runtime) {
        Set<Tick> ticks = new LinkedHashSet<>();
        registry.endpoints().stream()
                .filter(endpoint -> endpoint.runtime().equals(runtime))
                .forEach(endpoint -> ticks.addAll(endpoint.ticks()));
        registry.connections().stream()
                .filter(connection -> connection.runtime().equals(runtime))
                .forEach(connection -> ticks.addAll(connection.ticks()));
        return ticks;
    }

    @Override
    public void stop() {
        running = false;
        close(registry.reactors());
    }

    /** Waits for the threads elsewhere, so that the other beans of the phase stop meanwhile. */
    @Override
    public void stop(Runnable callback) {
        running = false;
        List<Reactor> reactors = registry.reactors().stream().filter(Reactor::isRunning).toList();
        if (reactors.isEmpty()) {
            callback.run();
            return;
        }
        Thread closer =
                new Thread(
                        () -> {
                            try {
                                close(reactors);
                            } finally {
                                callback.run();
                            }
                        },
                        "reactor-stop");
        closer.start();
    }

    private static void close(Collection<Reactor> reactors) {
        reactors.forEach(reactor -> reactor.close(PATIENCE));
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
