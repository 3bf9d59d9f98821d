package io.github.reactorboot.runtime;

import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a connection over a socket is opened; devices know none of it.
 *
 * @param timeout for a whole attempt: looking the name up, and all its addresses. Each address gets
 *     its share of what is left, so that one that does not answer leaves time for the others
 * @param local the address to bind to, with port 0 for any; null to leave it to the system
 * @param receiveBufferBytes SO_RCVBUF, 0 for the default of the system
 */
public record ConnectOptions(
        Duration timeout, @Nullable InetSocketAddress local, int receiveBufferBytes) {

    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofHours(1);

    /** 5 seconds, from any address. */
    public static final ConnectOptions DEFAULT = new ConnectOptions(Duration.ofSeconds(5), null, 0);

    public ConnectOptions {
        if (timeout.compareTo(SHORTEST) < 0 || timeout.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "connect timeout must be from 1 ms to an hour, was " + timeout);
        }
        if (local != null && local.isUnresolved()) {
            throw new IllegalArgumentException(
                    "local address must be an IP address, was " + local.getHostString());
        }
        if (receiveBufferBytes < 0) {
            throw new IllegalArgumentException(
                    "receiveBufferBytes must not be negative, was " + receiveBufferBytes);
        }
    }

    /** The same with another timeout. */
    public ConnectOptions withTimeout(Duration other) {
        return new ConnectOptions(other, local, receiveBufferBytes);
    }

    /** The same from another local address. */
    public ConnectOptions withLocal(@Nullable InetSocketAddress other) {
        return new ConnectOptions(timeout, other, receiveBufferBytes);
    }
}
