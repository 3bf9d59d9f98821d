package io.github.reactorboot.runtime.task;

import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** How a {@link Race} ended. */
public final class Winner {

    private final Contender<?> contender;
    private final int index;
    private final Entry.Outcome<?> outcome;

    Winner(Contender<?> contender, int index, Entry.Outcome<?> outcome) {
        this.contender = contender;
        this.index = index;
        this.outcome = outcome;
    }

    /** The place of the winner among the arguments, from 0. */
    public int index() {
        return index;
    }

    /** Whether it was this one. */
    @SuppressWarnings("ReferenceEquality") // a contender is itself and nothing else
    public boolean is(Contender<?> candidate) {
        return candidate == contender;
    }

    /**
     * What the winner brings: a frame, or null at the end of the input; null for a timer; the value
     * of a future.
     *
     * @throws ExecutionException with the cause, when the future failed
     * @throws IllegalStateException when another contender has won
     */
    @SuppressWarnings("unchecked") // the outcome is that of this contender
    public <T> @Nullable T value(Contender<T> winner) throws ExecutionException {
        if (!is(winner)) {
            throw new IllegalStateException(contender + " has won, not " + winner);
        }
        Throwable failure = outcome.failure();
        if (failure != null) {
            throw new ExecutionException(failure);
        }
        return (T) outcome.value();
    }

    @Override
    public String toString() {
        return "Winner[" + contender + "]";
    }
}
