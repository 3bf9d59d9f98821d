package io.github.reactorboot.runtime.engine;

/**
 * Options of a connected socket; those of TCP are passed over for Unix sockets.
 *
 * @param noDelay whether small segments leave at once (TCP_NODELAY, tcp(7))
 * @param keepAlive whether the system probes an idle peer (SO_KEEPALIVE, socket(7))
 * @param sendBufferBytes SO_SNDBUF, 0 for the default of the system
 */
public record SocketSettings(boolean noDelay, boolean keepAlive, int sendBufferBytes) {

    public static final SocketSettings DEFAULT = new SocketSettings(true, false, 0);
}
