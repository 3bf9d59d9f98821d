package io.github.reactorboot.runtime;

import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** Decides about a connection before a session exists. */
@FunctionalInterface
public interface AcceptFilter {

    /** Takes every peer. */
    AcceptFilter ALL = peer -> true;

    /**
     * Whether to serve this peer. Called on the loops that accept, perhaps on several at the same
     * time; must not block. An exception refuses the peer.
     *
     * @param peer address of the peer, null if it is gone already, unnamed for Unix sockets
     */
    boolean accept(@Nullable SocketAddress peer) throws Exception;
}
