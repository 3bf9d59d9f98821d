package io.github.reactorboot.runtime;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * Something that is begun after a delay, and the promise of what comes of it: kept exactly once,
 * with {@link RejectedExecutionException} if the loop that waits ends before the delay is over. To
 * cancel the promise until then is to cancel the timer; what has begun is not stopped.
 */
final class Deferred<T> implements RefusableCommand {

    private final EventLoop loop;
    private final Supplier<? extends CompletionStage<? extends T>> action;
    private final CompletableFuture<T> outcome = new CompletableFuture<>();

    private Deferred(EventLoop loop, Supplier<? extends CompletionStage<? extends T>> action) {
        this.loop = loop;
        this.action = action;
    }

    /**
     * Any thread.
     *
     * @param loop waits, and begins the action
     */
    static <T> CompletionStage<T> start(
            EventLoop loop,
            Duration delay,
            Supplier<? extends CompletionStage<? extends T>> action) {
        Deferred<T> deferred = new Deferred<>(loop, action);
        CompletionStage<T> promised = deferred.outcome;
        try {
            TimerHandle timer = ScheduledTask.start(loop, delay, 0, deferred);
            promised.whenComplete((value, failure) -> timer.cancel());
        } catch (RejectedExecutionException e) {
            deferred.outcome.completeExceptionally(e);
        }
        return promised;
    }

    @Override
    public void run() {
        if (outcome.isDone()) {
            // Cancelled.
            return;
        }
        try {
            action.get()
                    .whenComplete((value, failure) -> {
                        if (failure == null) {
                            outcome.complete(value);
                        } else {
                            outcome.completeExceptionally(failure);
                        }
                    });
        } catch (RuntimeException e) {
            outcome.completeExceptionally(e);
        }
    }

    @Override
    public void refuse() {
        outcome.completeExceptionally(loop.refusal());
    }
}
