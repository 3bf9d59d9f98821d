package io.github.reactorboot.autoconfigure;

import io.github.reactorboot.handler.Tick;
import io.github.reactorboot.runtime.Listener;
import io.github.reactorboot.runtime.ListenerConfig;
import io.github.reactorboot.runtime.ListenerState;
import io.github.reactorboot.runtime.Reactor;
import io.github.reactorboot.runtime.TransportType;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One configured listener: what it is, and the listening socket when there is one. */
final class ListenerEndpoint {

    private static final Logger log = LoggerFactory.getLogger(ReactorRegistry.class);

    private final String name;
    private final ListenerProperties properties;
    private final Supplier<Reactor> reactor;
    private final Consumer<Listener> whenBound;
    private volatile @Nullable ListenerConfig config;
    private volatile List<Tick> ticks = List.of();
    private volatile @Nullable Listener listener;

    ListenerEndpoint(
            String name,
            ListenerProperties properties,
            Supplier<Reactor> reactor,
            Consumer<Listener> whenBound) {
        this.name = name;
        this.properties = properties;
        this.reactor = reactor;
        this.whenBound = whenBound;
    }

    String name() {
        return name;
    }

    String runtime() {
        return properties.runtime();
    }

    ListenerProperties properties() {
        return properties;
    }

    /** Says what to bind and what ticks; known when the handlers are. */
    void configure(ListenerConfig wanted, List<Tick> handlerTicks) {
        this.config = wanted;
        this.ticks = handlerTicks;
    }

    List<Tick> ticks() {
        return ticks;
    }

    @Nullable Listener listener() {
        return listener;
    }

    Listener bound() {
        Listener current = listener;
        if (current == null || isDown(current)) {
            throw notStarted();
        }
        return current;
    }

    CompletionStage<@Nullable Object> command(Object command) {
        Listener current = listener;
        return current == null
                ? CompletableFuture.failedFuture(notStarted())
                : current.command(command);
    }

    private IllegalStateException notStarted() {
        return new IllegalStateException("listener '%s' is not started".formatted(name));
    }

    void start() {
        Reactor runtime = reactor.get();
        LoopAnswer.refuseOnLoop(display(), runtime);
        Listener started = bind(runtime);
        if (started != null) {
            whenBound.accept(started);
        }
    }

    /** Null if it was bound already. */
    private synchronized @Nullable Listener bind(Reactor runtime) {
        Listener current = listener;
        if (current != null && !isDown(current)) {
            return null;
        }
        ListenerConfig wanted = config;
        if (wanted == null) {
            throw new IllegalStateException(
                    "listener '%s' cannot be started before its handler is known".formatted(name));
        }
        Listener started = listen(runtime, wanted);
        listener = started;
        log.info(
                "Listener '{}' listens on {}{} (runtime {})",
                name,
                BindFailure.display(started.localAddress()),
                properties.transport() == TransportType.UDP ? " for datagrams" : "",
                runtime());
        return started;
    }

    void stop() {
        LoopAnswer.refuseOnLoop(display(), reactor.get());
        unbind();
    }

    private synchronized void unbind() {
        Listener current = listener;
        if (current == null || isDown(current)) {
            return;
        }
        try {
            LoopAnswer.await(display(), current.stop());
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "listener '%s' could not be stopped".formatted(name), e.getCause());
        }
    }

    private Listener listen(Reactor runtime, ListenerConfig wanted) {
        CompletionStage<Listener> bound = runtime.listen(wanted);
        try {
            return LoopAnswer.await(display(), bound);
        } catch (IllegalStateException late) {
            // It may be bound later, when nobody knows of it any more.
            bound.thenAccept(Listener::stop);
            throw late;
        } catch (ExecutionException e) {
            throw BindFailure.of(name, wanted.address(), e.getCause());
        }
    }

    private String display() {
        return "listener '%s'".formatted(name);
    }

    private static boolean isDown(Listener listener) {
        ListenerState state = listener.state();
        return state == ListenerState.STOPPED || state == ListenerState.FAILED;
    }
}
