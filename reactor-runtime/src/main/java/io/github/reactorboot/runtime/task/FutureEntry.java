package io.github.reactorboot.runtime.task;

import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A stage that completes on any thread. */
final class FutureEntry<T> implements Entry<T> {

    private final Parking parking;
    private final CompletionStage<T> stage;
    private final Watch<T> watch = new Watch<>();
    private boolean registered;

    FutureEntry(Parking parking, CompletionStage<T> stage) {
        this.parking = parking;
        this.stage = stage;
    }

    @Override
    public void enter() {
        watch.parking = parking;
        if (!registered) {
            registered = true;
            var unused = stage.whenComplete(watch);
        }
    }

    @Override
    public boolean isReady() {
        return watch.outcome != null;
    }

    @Override
    public Outcome<T> take() {
        return Objects.requireNonNull(watch.outcome);
    }

    @Override
    public void leave() {
        watch.parking = null;
    }

    /**
     * All that the stage knows of races, once for all of them: a stage gives no callback back, so
     * this one refers to a task only while that waits.
     */
    private static final class Watch<T> implements BiConsumer<@Nullable T, @Nullable Throwable> {

        private volatile @Nullable Parking parking;
        private volatile @Nullable Outcome<T> outcome;

        @Override
        public void accept(@Nullable T value, @Nullable Throwable failure) {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            outcome = new Outcome<>(value, cause == null ? failure : cause);
            Parking waiting = parking;
            if (waiting != null) {
                waiting.wake();
            }
        }
    }
}
