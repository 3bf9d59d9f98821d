package io.github.reactorboot.runtime.engine.nio;

import io.github.reactorboot.runtime.engine.AcceptEvents;
import io.github.reactorboot.runtime.engine.ListenSettings;
import io.github.reactorboot.runtime.engine.ListeningSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.InvalidPathException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A listening channel, and the one descriptor that is kept for the time when no other is left. */
final class NioListeningSocket implements ListeningSocket, NioSource {

    private static final Logger log = LoggerFactory.getLogger(NioListeningSocket.class);

    private final ServerSocketChannel channel;
    private final AcceptEvents events;
    private final int acceptsPerTurn;
    private final SocketAddress localAddress;
    private SelectionKey key;
    private boolean closed;

    /** An unused socket: closing it frees the descriptor with which {@link #shed} accepts. */
    private @Nullable SocketChannel spare;

    private NioListeningSocket(
            ServerSocketChannel channel,
            Selector selector,
            ListenSettings settings,
            AcceptEvents events)
            throws IOException {
        this.channel = channel;
        this.events = events;
        this.acceptsPerTurn = settings.acceptsPerTurn();
        this.localAddress = channel.getLocalAddress();
        this.key = channel.register(selector, 0, this);
        // The JDK needs a descriptor to close a socket for the first time; now there is one.
        SocketChannel.open().close();
        this.spare = SocketChannel.open();
    }

    static NioListeningSocket bind(Selector selector, ListenSettings settings, AcceptEvents events)
            throws IOException {
        SocketAddress address = settings.address();
        ServerSocketChannel channel = open(address);
        try {
            channel.configureBlocking(false);
            if (address instanceof InetSocketAddress) {
                // A restart must not wait for connections in TIME_WAIT (socket(7)).
                channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            }
            if (settings.receiveBufferBytes() > 0) {
                channel.setOption(StandardSocketOptions.SO_RCVBUF, settings.receiveBufferBytes());
            }
            channel.bind(address, settings.backlog());
            return new NioListeningSocket(channel, selector, settings, events);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static ServerSocketChannel open(SocketAddress address) throws IOException {
        return address instanceof UnixDomainSocketAddress
                ? ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                : ServerSocketChannel.open();
    }

    void acceptReady() {
        if (!closed && key.isValid() && key.interestOps() != 0) {
            accept(acceptsPerTurn);
        }
    }

    @Override
    public int acceptWaiting(int most) {
        return accept(most);
    }

    private int accept(int most) {
        int accepted = 0;
        for (int tries = 0; tries < most && !closed; tries++) {
            try {
                SocketChannel socket = channel.accept();
                if (socket == null) {
                    break;
                }
                accepted++;
                events.onAccepted(NioConnectedSocket.of(socket));
            } catch (IOException e) {
                boolean exhausted = !canOpenSocket();
                events.onAcceptFailed(e, exhausted);
                if (exhausted) {
                    break;
                }
            } catch (InvalidPathException e) {
                // The peer of a Unix socket has a name that this JVM cannot express.
                events.onAcceptFailed(new IOException(e), false);
            }
        }
        return accepted;
    }

    /** The text of the error depends on the language of the system; a try does not. */
    private static boolean canOpenSocket() {
        try {
            SocketChannel.open().close();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public int shed(int most) {
        int shed = 0;
        while (shed < most && freeSpare()) {
            boolean closedOne = acceptAndClose();
            takeSpare();
            if (!closedOne) {
                break;
            }
            shed++;
        }
        takeSpare();
        return shed;
    }

    private boolean freeSpare() {
        SocketChannel kept = spare;
        spare = null;
        if (kept == null) {
            return false;
        }
        try {
            kept.close();
            return true;
        } catch (IOException e) {
            log.debug("Closing the spare descriptor failed", e);
            return false;
        }
    }

    private boolean acceptAndClose() {
        try (SocketChannel refused = channel.accept()) {
            return refused != null;
        } catch (IOException | InvalidPathException e) {
            log.debug("Even the spare descriptor did not help", e);
            return false;
        }
    }

    private void takeSpare() {
        if (spare == null) {
            try {
                spare = SocketChannel.open();
            } catch (IOException e) {
                log.debug("No descriptor is left to keep as a spare", e);
            }
        }
    }

    @Override
    public SocketAddress localAddress() {
        return localAddress;
    }

    @Override
    public void pauseAccepting() {
        if (!closed) {
            key.interestOps(0);
        }
    }

    @Override
    public void resumeAccepting() {
        if (!closed) {
            takeSpare();
            key.interestOps(SelectionKey.OP_ACCEPT);
        }
    }

    @Override
    public void close() {
        closeQuietly();
        try {
            // The JDK closes the descriptor of a registered channel in the next selection; until
            // then
            // peers could still connect. What is ready meanwhile is found again.
            key.selector().selectNow(ready -> {});
        } catch (IOException e) {
            log.debug("Selecting after closing a listening socket failed", e);
        }
    }

    @Override
    public void moved(SelectionKey newKey) {
        key = newKey;
    }

    @Override
    public void closeQuietly() {
        if (closed) {
            return;
        }
        closed = true;
        freeSpare();
        try {
            channel.close();
        } catch (IOException e) {
            log.debug("Closing a listening socket failed", e);
        }
    }
}
