package io.github.reactorboot.runtime.engine;

import java.io.IOException;

/**
 * The engine's side of something that is watched. Event loop only.
 *
 * <p>After {@link #cancel()} or {@link ReadyEvents#onFailed} no method does anything.
 */
public interface ResourceWatch {

    /**
     * Asks for something else from now on; also from within an event, and with no effect if it is
     * asked for already.
     *
     * @throws IOException when the system refuses; the caller cancels the watch
     */
    void interest(Interest interest) throws IOException;

    /**
     * Ends the watch; no event follows. The resource may be closed, or watched again, as soon as
     * this returns.
     */
    void cancel();
}
