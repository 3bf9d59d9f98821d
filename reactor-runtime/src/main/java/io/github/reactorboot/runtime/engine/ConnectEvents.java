package io.github.reactorboot.runtime.engine;

import java.io.IOException;

/** What an engine reports of one attempt to connect, on the thread of the loop; one of the two. */
public interface ConnectEvents {

    /**
     * The peer has accepted. The socket belongs to the receiver, who gives it to {@link
     * PollEngine#open(ConnectedSocket, SocketSettings, TransportEvents)} of the same engine, in
     * this callback or later, or closes it.
     */
    void onConnected(ConnectedSocket socket);

    /** There is no connection, and nothing is left of the attempt. */
    void onConnectFailed(IOException cause);
}
