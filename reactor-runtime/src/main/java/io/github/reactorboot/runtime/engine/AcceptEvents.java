package io.github.reactorboot.runtime.engine;

import java.io.IOException;

/** What a listening socket reports, on the thread of its loop. */
public interface AcceptEvents {

    /** A connection was accepted; the receiver owns the socket. */
    void onAccepted(ConnectedSocket socket);

    /**
     * Accepting failed. The engine goes on, with the next connection or the next turn: the receiver
     * pauses the socket if it wants to wait.
     *
     * @param exhausted whether the process or the system has no descriptor or memory left; anything
     *     else is the matter of one connection, or passes (accept(2), "Error handling")
     */
    void onAcceptFailed(IOException cause, boolean exhausted);
}
