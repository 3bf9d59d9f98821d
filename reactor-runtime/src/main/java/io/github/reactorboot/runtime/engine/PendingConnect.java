package io.github.reactorboot.runtime.engine;

/** An attempt to connect that is under way. Event loop only. */
public interface PendingConnect {

    /**
     * Gives the attempt up: its socket is closed and no event is reported any more. Does nothing
     * when one was reported.
     */
    void cancel();
}
