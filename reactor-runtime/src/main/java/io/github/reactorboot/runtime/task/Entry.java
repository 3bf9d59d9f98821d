package io.github.reactorboot.runtime.task;

import org.jspecify.annotations.Nullable;

/**
 * What one contender does in a race; by the thread of the task.
 *
 * @param <T> what it brings
 */
interface Entry<T> {

    /** The race begins: from now on the task is woken when this may be ready. */
    void enter() throws InterruptedException;

    /** Whether this could win now. */
    boolean isReady();

    /** It has won: what it brings, which is taken away from where it was. */
    Outcome<T> take();

    /** The race is over: nothing of it is held any more. */
    void leave();

    /** A value, or a failure. */
    record Outcome<T>(@Nullable T value, @Nullable Throwable failure) {}
}
