package io.github.reactorboot.runtime.engine.nio;

import io.github.reactorboot.runtime.engine.ConnectEvents;
import io.github.reactorboot.runtime.engine.ConnectSettings;
import io.github.reactorboot.runtime.engine.PendingConnect;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A channel on its way to its peer. It stays registered when it is connected, so that its transport
 * takes over the key.
 */
final class NioConnect implements PendingConnect, NioSource {

    private static final Logger log = LoggerFactory.getLogger(NioConnect.class);

    private final SocketChannel channel;
    private final ConnectEvents events;
    private @Nullable SelectionKey key;

    /** Why it has failed at once, which is told with the next dispatch. */
    private @Nullable IOException failure;

    private boolean done;

    private NioConnect(SocketChannel channel, ConnectEvents events) {
        this.channel = channel;
        this.events = events;
    }

    static NioConnect begin(NioPollEngine engine, ConnectSettings settings, ConnectEvents events)
            throws IOException {
        SocketAddress remote = settings.remote();
        boolean unix = remote instanceof UnixDomainSocketAddress;
        SocketChannel channel =
                unix ? SocketChannel.open(StandardProtocolFamily.UNIX) : SocketChannel.open();
        NioConnect connect = new NioConnect(channel, events);
        try {
            channel.configureBlocking(false);
            if (settings.receiveBufferBytes() > 0) {
                channel.setOption(StandardSocketOptions.SO_RCVBUF, settings.receiveBufferBytes());
            }
            if (settings.local() instanceof InetSocketAddress local && local.getPort() > 0) {
                // A port that is given is meant to be used again and again (socket(7)).
                channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            }
            if (settings.local() != null) {
                channel.bind(settings.local());
            }
            boolean over = connect.isOverAtOnce(remote, unix);
            if (over) {
                engine.tellLater(connect);
            }
            if (connect.failure == null) {
                int interest = over ? 0 : SelectionKey.OP_CONNECT;
                connect.key = channel.register(engine.selector(), interest, connect);
            } else {
                // Its place is free at once, though that is told later.
                connect.closeChannel();
            }
            return connect;
        } catch (IOException | RuntimeException e) {
            connect.closeQuietly();
            throw e;
        }
    }

    private boolean isOverAtOnce(SocketAddress remote, boolean unix) {
        try {
            if (channel.connect(remote)) {
                return true;
            }
        } catch (IOException e) {
            failure = e;
            return true;
        }
        if (unix) {
            // Java 17 takes EAGAIN for a beginning. But nobody tells when there is room in the
            // backlog of a Unix socket (connect(2)), and poll(2) says that the socket is ready.
            failure = new IOException("the backlog of the listening socket is full");
        }
        return unix;
    }

    /** The selector says so, or it was over at once; false when there is nothing to tell. */
    boolean ready() {
        IOException known = failure;
        SelectionKey registered = key;
        if (done) {
            return false;
        }
        if (known != null || registered == null) {
            fail(known == null ? new IOException("not registered") : known);
            return true;
        }
        try {
            if (!channel.finishConnect()) {
                return false;
            }
        } catch (IOException e) {
            fail(e);
            return true;
        }
        done = true;
        registered.interestOps(0);
        try {
            events.onConnected(NioConnectedSocket.of(channel));
        } catch (RuntimeException e) {
            log.error("A connected socket could not be served", e);
            if (equals(registered.attachment())) {
                closeQuietly();
            }
        }
        return true;
    }

    private void fail(IOException cause) {
        closeQuietly();
        events.onConnectFailed(cause);
    }

    @Override
    public void cancel() {
        if (!done) {
            closeQuietly();
        }
    }

    @Override
    public void moved(SelectionKey newKey) {
        key = newKey;
    }

    @Override
    public void closeQuietly() {
        done = true;
        closeChannel();
    }

    private void closeChannel() {
        try {
            channel.close();
        } catch (IOException e) {
            log.debug("Closing a socket failed", e);
        }
    }
}
