package io.github.reactorboot.runtime;

/** A task that was scheduled. Any thread. */
public interface TimerHandle {

    /**
     * Cancels the task: a task that has run or runs already is not stopped, a periodic one does not
     * run again, also when it cancels itself. Called on the event loop, it frees the timer at once;
     * called on another thread, it frees the task at once, and the loop frees the timer with its
     * next turn.
     */
    void cancel();

    /**
     * Whether the task is still to run: not when it was cancelled, when it has run or begun to run
     * for the last time, or when its loop or session has ended.
     */
    boolean isActive();
}
