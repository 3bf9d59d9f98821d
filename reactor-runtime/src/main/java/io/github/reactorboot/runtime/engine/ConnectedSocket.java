package io.github.reactorboot.runtime.engine;

import java.io.Closeable;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** A connected socket that no engine reads yet; may be handed from one event loop to another. */
public interface ConnectedSocket extends Closeable {

    /**
     * The address of the peer; an unnamed one for accepted Unix sockets, null when it is gone
     * already.
     */
    @Nullable SocketAddress remoteAddress();

    /** Closes the socket without reading from it. Any thread. */
    @Override
    void close();
}
