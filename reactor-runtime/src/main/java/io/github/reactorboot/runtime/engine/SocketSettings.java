package io.github.reactorboot.runtime.engine;

/**
 * Options of a connected socket; those of TCP are passed over for Unix sockets.
 *
 * @param noDelay whether small segments leave at once (TCP_NODELAY, tcp(7))
 * @param keepAlive whether the system probes an idle peer (SO_KEEPALIVE, socket(7))
 * @param sendBufferBytes SO_SNDBUF, 0 for the default of the system
 * @param userTimeoutMillis how long sent bytes may stay unacknowledged before the connection is
 *     given up (TCP_USER_TIMEOUT, tcp(7)), 0 for the default of the system; an engine that {@link
 *     PollEngineProvider#supportsUserTimeout cannot set it} passes it over
 */
public record SocketSettings(
        boolean noDelay, boolean keepAlive, int sendBufferBytes, int userTimeoutMillis) {

    public static final SocketSettings DEFAULT = new SocketSettings(true, false, 0, 0);

    public SocketSettings {
        if (userTimeoutMillis < 0) {
            throw new IllegalArgumentException(
                    "userTimeoutMillis must not be negative, was " + userTimeoutMillis);
        }
    }
}
