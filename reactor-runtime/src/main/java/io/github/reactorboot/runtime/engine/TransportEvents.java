package io.github.reactorboot.runtime.engine;

import java.io.IOException;
import java.nio.ByteBuffer;

/** What an engine reports of one connected socket, on the thread of the loop. */
public interface TransportEvents {

    /**
     * Bytes were received: those between position and limit. The buffer belongs to the engine and
     * is used again as soon as this returns; the receiver keeps a copy of what it does not consume.
     */
    void onReceived(ByteBuffer bytes);

    /**
     * The peer sent FIN: nothing more will be received. Reported once; the engine stops reading.
     */
    void onInputClosed();

    /**
     * Follows a {@link Transport#write} that did not take everything.
     *
     * @param bytes how many the kernel has taken since; 0 when it may take some now
     */
    void onWritten(long bytes);

    /** The connection is gone; the receiver closes the transport. */
    void onFailed(IOException cause);

    /** The transport is closed, and the buffers that were given to it are the caller's again. */
    void onReleased();
}
