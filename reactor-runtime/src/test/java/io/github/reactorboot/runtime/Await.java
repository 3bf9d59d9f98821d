package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for something that another thread does, long enough for a busy machine. */
final class Await {

    static final Duration PATIENCE = Duration.ofSeconds(20);

    private Await() {}

    static <T> T next(BlockingQueue<T> queue) {
        try {
            T element = queue.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            assertThat(element).as("nothing came within %s", PATIENCE).isNotNull();
            return element;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static void latch(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
                    .as("latch opened within %s", PATIENCE)
                    .isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static <T> T result(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | InterruptedException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    /** What the stage failed with. */
    static Throwable failure(CompletionStage<?> stage) {
        try {
            Object value =
                    stage.toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            throw new AssertionError("completed with " + value);
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    static void end(Thread thread) {
        try {
            thread.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        assertThat(thread.isAlive()).as("%s lives on", thread).isFalse();
    }
}
