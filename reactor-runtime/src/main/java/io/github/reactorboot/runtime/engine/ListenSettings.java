package io.github.reactorboot.runtime.engine;

import java.net.SocketAddress;

/**
 * What to listen on.
 *
 * @param address an {@link java.net.InetSocketAddress} or a {@link
 *     java.net.UnixDomainSocketAddress}
 * @param backlog how many connections may wait to be accepted; the system may cut it
 * @param acceptsPerTurn how many are accepted in one turn of the loop at the most
 * @param receiveBufferBytes size of the receive buffer of accepted sockets, 0 for the default of
 *     the system; must be set before the socket listens to have its full effect (tcp(7))
 * @param accepted options of the sockets that will be accepted, the same that {@link
 *     PollEngine#open} is given; an engine may set them here, where accepted sockets inherit them
 * @param joining whether another engine of this process listens on the address already, and has
 *     allowed it by {@link ListeningSocket#allowSharing}
 */
public record ListenSettings(
        SocketAddress address,
        int backlog,
        int acceptsPerTurn,
        int receiveBufferBytes,
        SocketSettings accepted,
        boolean joining) {

    /** The settings with which another engine joins a socket that is bound to an address. */
    public ListenSettings joining(SocketAddress bound) {
        return new ListenSettings(
                bound, backlog, acceptsPerTurn, receiveBufferBytes, accepted, true);
    }
}
