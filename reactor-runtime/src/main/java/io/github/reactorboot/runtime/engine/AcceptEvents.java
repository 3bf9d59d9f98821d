package io.github.reactorboot.runtime.engine;

import java.io.IOException;

/** What a listening socket reports, on the thread of its loop. */
public interface AcceptEvents {

    /** A connection was accepted; the receiver owns the socket. */
    void onAccepted(AcceptedSocket socket);

    /**
     * Accepting failed, mostly because descriptors or memory ran out. The engine tries again with
     * the next event, which may be at once: the receiver pauses the socket if it wants to wait.
     */
    void onAcceptFailed(IOException cause);
}
