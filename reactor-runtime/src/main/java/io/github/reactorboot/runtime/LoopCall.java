package io.github.reactorboot.runtime;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Work for an event loop, and the promise of what comes of it: kept exactly once. */
final class LoopCall<T extends @Nullable Object> implements RefusableCommand {

    private final EventLoop loop;
    private final Callable<? extends T> call;
    private final CompletableFuture<T> outcome = new CompletableFuture<>();

    private LoopCall(EventLoop loop, Callable<? extends T> call) {
        this.loop = loop;
        this.call = call;
    }

    /** Any thread; also on the loop itself it waits for its turn. */
    static <T extends @Nullable Object> CompletionStage<T> submit(
            EventLoop loop, Callable<? extends T> call) {
        LoopCall<T> submitted = new LoopCall<>(loop, call);
        if (!loop.execute(submitted)) {
            submitted.refuse();
        }
        return submitted.outcome;
    }

    @Override
    public void run() {
        if (outcome.isDone()) {
            // Cancelled.
            return;
        }
        try {
            outcome.complete(call.call());
        } catch (Exception | StackOverflowError | LinkageError e) {
            outcome.completeExceptionally(e);
        } catch (Error e) {
            outcome.completeExceptionally(e);
            throw e;
        }
    }

    @Override
    public void refuse() {
        outcome.completeExceptionally(loop.refusal());
    }
}
