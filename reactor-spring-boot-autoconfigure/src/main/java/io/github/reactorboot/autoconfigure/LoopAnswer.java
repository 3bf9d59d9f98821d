package io.github.reactorboot.autoconfigure;

import io.github.reactorboot.runtime.EventLoop;
import io.github.reactorboot.runtime.Reactor;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for what an event loop does for a listener or a connection, called {@code what}. */
final class LoopAnswer {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private LoopAnswer() {}

    static <T> T await(String what, CompletionStage<T> stage) throws ExecutionException {
        return await(what, stage, Duration.ZERO);
    }

    /** The same for what may take a while. */
    static <T> T await(String what, CompletionStage<T> stage, Duration work)
            throws ExecutionException {
        Duration patience = PATIENCE.plus(work);
        try {
            return stage.toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    "the event loop of %s did not answer for %d seconds"
                            .formatted(what, patience.toSeconds()),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** To be called before any lock is taken: who holds it may wait for the loop. */
    static void refuseOnLoop(String what, Reactor runtime) {
        if (runtime.loops().stream().anyMatch(EventLoop::inEventLoop)) {
            throw new IllegalStateException(
                    "%s cannot be started or stopped on an event loop".formatted(what));
        }
    }
}
