package io.github.reactorboot.runtime;

import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * An open socket that is not served by a reactor.
 *
 * @param channel connected, in blocking mode, and registered nowhere; whoever holds it closes it
 * @param received bytes that were received from it and that nobody has seen, between position and
 *     limit
 */
public record DetachedSocket(SocketChannel channel, ByteBuffer received) {}
