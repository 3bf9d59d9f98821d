package io.github.reactorboot.runtime.engine;

import java.io.IOException;

/** What an engine reports of one thing that is watched, on the thread of the loop. */
public interface ReadyEvents {

    /** It is ready. Told once in a turn at the most, and again in each turn while it is so. */
    void onReady(Readiness ready);

    /**
     * It is watched no longer: a channel was closed ({@link
     * java.nio.channels.ClosedChannelException}), or the system refuses to watch it.
     */
    void onFailed(IOException cause);
}
