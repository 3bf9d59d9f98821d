package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.engine.Interest;
import io.github.reactorboot.runtime.engine.Watchable;

/**
 * Something of the application's own that an event loop watches; made by {@link EventLoop#watch}.
 * Methods may be called from any thread.
 */
public interface Watch {

    /** What is watched. */
    Watchable resource();

    /** The loop on which it is told. */
    EventLoop loop();

    /** What was asked for last. */
    Interest interest();

    /**
     * Asks for something else: at once when called on the loop, else soon. Does nothing when the
     * watch has ended. If the system refuses, the watch ends with that failure.
     *
     * @throws IllegalArgumentException when there is no such thing, as input of what is only
     *     written
     */
    void interest(Interest wanted);

    /**
     * Ends the watch: at once when called on the loop, where nothing is told from then on, else
     * soon. {@link ReadyHandler#onEnded} follows, after the caller has returned to the loop. The
     * resource is not closed.
     */
    void cancel();

    /** Whether it has ended, for whatever reason. */
    boolean isEnded();
}
