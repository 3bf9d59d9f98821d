package io.github.reactorboot.runtime.engine;

import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What a datagram socket is bound to, and what it takes.
 *
 * @param local the address to bind to, with port 0 for any; null to leave it to the system, for a
 *     socket with one peer
 * @param remote the only peer that the socket knows (connect(2)); null for a socket that receives
 *     from everybody
 * @param payloadBytesMax largest payload that is handed up; at most {@link #PAYLOAD_MAX} bytes
 * @param receivesPerTurn how many datagrams are handed up in one turn of the loop at the most
 * @param receiveBufferBytes SO_RCVBUF, 0 for the default of the system
 * @param sendBufferBytes SO_SNDBUF, 0 for the default of the system
 * @param joining whether another engine of this process is bound to the address already, and has
 *     allowed it by {@link DatagramTransport#allowSharing}
 */
public record DatagramSettings(
        @Nullable SocketAddress local,
        @Nullable SocketAddress remote,
        int payloadBytesMax,
        int receivesPerTurn,
        int receiveBufferBytes,
        int sendBufferBytes,
        boolean joining) {

    /** No datagram of UDP is larger: its length is a number of 16 bits (udp(7)). */
    public static final int PAYLOAD_MAX = 65_535;

    public DatagramSettings {
        if (local == null && remote == null) {
            throw new IllegalArgumentException("local or remote must be given");
        }
        if (payloadBytesMax < 1 || payloadBytesMax > PAYLOAD_MAX) {
            throw new IllegalArgumentException(
                    "payloadBytesMax must be from 1 to %d, was %d"
                            .formatted(PAYLOAD_MAX, payloadBytesMax));
        }
        if (receivesPerTurn < 1) {
            throw new IllegalArgumentException(
                    "receivesPerTurn must be at least 1, was " + receivesPerTurn);
        }
    }

    /** The settings with which another engine joins a socket that is bound to an address. */
    public DatagramSettings joining(SocketAddress bound) {
        return new DatagramSettings(
                bound,
                remote,
                payloadBytesMax,
                receivesPerTurn,
                receiveBufferBytes,
                sendBufferBytes,
                true);
    }
}
