package io.github.reactorboot.runtime;

/** A task that was scheduled. */
public interface TimerHandle {

    /**
     * Cancels the task, and frees it at once when called on the event loop. Any thread; a task that
     * has run or runs already is not stopped.
     */
    void cancel();
}
