package io.github.reactorboot.runtime.engine;

import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * How to connect.
 *
 * @param remote the address of the peer: a resolved IP address and port, or a Unix socket's path
 * @param local the address to bind to first, with port 0 for any; null to leave it to the system
 * @param receiveBufferBytes SO_RCVBUF, 0 for the default of the system; set before the connect to
 *     have its full effect (tcp(7))
 */
public record ConnectSettings(
        SocketAddress remote, @Nullable SocketAddress local, int receiveBufferBytes) {}
