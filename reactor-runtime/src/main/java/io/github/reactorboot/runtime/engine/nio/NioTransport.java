package io.github.reactorboot.runtime.engine.nio;

import io.github.reactorboot.runtime.engine.ChannelFile;
import io.github.reactorboot.runtime.engine.FileSource;
import io.github.reactorboot.runtime.engine.Gather;
import io.github.reactorboot.runtime.engine.SocketSettings;
import io.github.reactorboot.runtime.engine.Transport;
import io.github.reactorboot.runtime.engine.TransportEvents;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connected channel. Interest in writing is there only while the kernel has refused something.
 */
final class NioTransport implements Transport, NioSource {

    private static final Logger log = LoggerFactory.getLogger(NioTransport.class);

    private final NioPollEngine engine;
    private final TransportEvents events;
    private final boolean overTcp;

    /** Of the channel; to the end, as it is that of a closed channel then. */
    private SelectionKey key;

    /** What the key is set to, so that it is only touched when something changes. */
    private int interest = SelectionKey.OP_READ;

    private boolean inputEnded;
    private boolean closed;

    private NioTransport(NioPollEngine engine, NioConnectedSocket socket, TransportEvents events)
            throws IOException {
        this.engine = engine;
        this.overTcp = socket.remoteAddress() instanceof InetSocketAddress;
        this.events = events;
        this.key = socket.channel().register(engine.selector(), interest, this);
    }

    static NioTransport open(
            NioPollEngine engine,
            NioConnectedSocket socket,
            SocketSettings settings,
            TransportEvents events)
            throws IOException {
        try {
            SocketChannel channel = socket.channel();
            channel.configureBlocking(false);
            if (socket.remoteAddress() instanceof InetSocketAddress) {
                if (settings.noDelay()) {
                    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                }
                if (settings.keepAlive()) {
                    channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
                }
            }
            if (settings.sendBufferBytes() > 0) {
                channel.setOption(StandardSocketOptions.SO_SNDBUF, settings.sendBufferBytes());
            }
            return new NioTransport(engine, socket, events);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    TransportEvents events() {
        return events;
    }

    /** 0 for a transport that was closed in this turn. */
    int readyOps() {
        return closed || !key.isValid() ? 0 : key.readyOps();
    }

    boolean isReading() {
        return !closed && (interest & SelectionKey.OP_READ) != 0;
    }

    int read(ByteBuffer buffer) throws IOException {
        return channel().read(buffer);
    }

    void inputClosed() {
        inputEnded = true;
        setInterest(interest & ~SelectionKey.OP_READ);
        events.onInputClosed();
    }

    void writable() {
        setInterest(interest & ~SelectionKey.OP_WRITE);
        events.onWritten(0);
    }

    @Override
    public long write(Gather gather) throws IOException {
        if (closed) {
            return 0;
        }
        int count = gather.count();
        long written =
                count == 1
                        ? channel().write(gather.buffer(0))
                        : channel().write(gather.buffers(), 0, count);
        if (written < gather.bytes()) {
            setInterest(interest | SelectionKey.OP_WRITE);
        }
        return written;
    }

    @Override
    public boolean writesFiles() {
        return true;
    }

    @Override
    public long writeFile(FileSource file, long position, long count) throws IOException {
        if (closed) {
            return 0;
        }
        if (!(file instanceof ChannelFile opened)) {
            throw new IllegalArgumentException("not a file of the nio engine: " + file);
        }
        long written = opened.channel().transferTo(position, count, channel());
        if (written < count) {
            setInterest(interest | SelectionKey.OP_WRITE);
        }
        return written;
    }

    @Override
    public boolean readNow() {
        return isReading() && engine.read(this);
    }

    @Override
    public void pauseReading() {
        setInterest(interest & ~SelectionKey.OP_READ);
    }

    @Override
    public void resumeReading() {
        if (!inputEnded) {
            setInterest(interest | SelectionKey.OP_READ);
        }
    }

    private void setInterest(int wanted) {
        if (wanted != interest && !closed) {
            interest = wanted;
            if (key.isValid()) {
                key.interestOps(wanted);
            }
        }
    }

    @Override
    public void shutdownOutput() throws IOException {
        if (!closed) {
            channel().shutdownOutput();
        }
    }

    @Override
    public @Nullable SocketAddress localAddress() {
        try {
            return channel().getLocalAddress();
        } catch (IOException e) {
            return null;
        }
    }

    private SocketChannel channel() {
        return (SocketChannel) key.channel();
    }

    @Override
    public boolean isDetachable() {
        return !closed;
    }

    @Override
    public SocketChannel detach() throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        SocketChannel channel = channel();
        key.cancel();
        // A cancelled key is dropped, and the kernel told, in the next selection only. What is
        // ready meanwhile is found again.
        key.selector().selectNow(ready -> {});
        channel.configureBlocking(true);
        closed = true;
        events.onReleased();
        return channel;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            channel().close();
        } catch (IOException e) {
            log.debug("Closing a socket failed", e);
        }
        events.onReleased();
    }

    @Override
    public void reset() {
        if (!closed && overTcp) {
            try {
                // Lingering for no time makes close(2) send RST (socket(7)).
                channel().setOption(StandardSocketOptions.SO_LINGER, 0);
            } catch (IOException e) {
                log.debug("The peer is gone already", e);
            }
        }
        close();
    }

    @Override
    public void moved(SelectionKey newKey) {
        key = newKey;
    }

    @Override
    public void closeQuietly() {
        closed = true;
        try {
            channel().close();
        } catch (IOException e) {
            log.debug("Closing a socket failed", e);
        }
    }
}
