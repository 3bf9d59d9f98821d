package io.github.reactorboot.runtime.engine.nio;

import io.github.reactorboot.runtime.engine.ConnectedSocket;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A channel on its way to its loop. */
record NioConnectedSocket(SocketChannel channel, @Nullable SocketAddress remoteAddress)
        implements ConnectedSocket {

    private static final Logger log = LoggerFactory.getLogger(NioConnectedSocket.class);

    static NioConnectedSocket of(SocketChannel channel) {
        SocketAddress peer = null;
        try {
            peer = channel.getRemoteAddress();
        } catch (IOException e) {
            log.debug("The peer was gone before its address could be asked", e);
        }
        return new NioConnectedSocket(channel, peer);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            log.debug("Closing an accepted socket failed", e);
        }
    }
}
