package io.github.reactorboot.runtime.engine.nio;

import io.github.reactorboot.runtime.engine.DatagramBatch;
import io.github.reactorboot.runtime.engine.DatagramEvents;
import io.github.reactorboot.runtime.engine.DatagramSettings;
import io.github.reactorboot.runtime.engine.DatagramTransport;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A datagram channel. The channel makes an object of the source of a datagram, unless the last one
 * came from there too; apart from that nothing is allocated.
 */
final class NioDatagramTransport implements DatagramTransport, NioSource {

    private static final Logger log = LoggerFactory.getLogger(NioDatagramTransport.class);

    private final NioPollEngine engine;
    private final DatagramChannel channel;
    private final DatagramSettings settings;
    private final DatagramEvents events;
    private final SocketAddress localAddress;
    private SelectionKey key;
    private int interest;
    private boolean closed;

    /** Met behind datagrams that could be sent; told by the next send. */
    private @Nullable IOException failure;

    private NioDatagramTransport(
            NioPollEngine engine,
            DatagramChannel channel,
            DatagramSettings settings,
            DatagramEvents events)
            throws IOException {
        this.engine = engine;
        this.channel = channel;
        this.settings = settings;
        this.events = events;
        this.localAddress = channel.getLocalAddress();
        this.key = channel.register(engine.selector(), 0, this);
    }

    static NioDatagramTransport bind(
            NioPollEngine engine, DatagramSettings settings, DatagramEvents events)
            throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        try {
            channel.configureBlocking(false);
            if (settings.receiveBufferBytes() > 0) {
                channel.setOption(StandardSocketOptions.SO_RCVBUF, settings.receiveBufferBytes());
            }
            if (settings.sendBufferBytes() > 0) {
                channel.setOption(StandardSocketOptions.SO_SNDBUF, settings.sendBufferBytes());
            }
            if (settings.local() != null) {
                channel.bind(settings.local());
            }
            if (settings.remote() != null) {
                channel.connect(settings.remote());
            }
            return new NioDatagramTransport(engine, channel, settings, events);
        } catch (IOException | RuntimeException | Error e) {
            channel.close();
            throw e;
        }
    }

    /** The selector has found it ready. */
    void ready() {
        int ops = closed || !key.isValid() ? 0 : key.readyOps();
        if ((ops & SelectionKey.OP_WRITE) != 0) {
            setInterest(interest & ~SelectionKey.OP_WRITE);
            events.onWritable();
        }
        if ((ops & SelectionKey.OP_READ) != 0 && (interest & SelectionKey.OP_READ) != 0) {
            receive(settings.receivesPerTurn());
        }
    }

    @Override
    public int receiveNow(int most) {
        return receive(most);
    }

    private int receive(int most) {
        int received = 0;
        while (received < most && !closed) {
            // One byte more than is wanted shows that a datagram was larger.
            ByteBuffer buffer = engine.datagramBuffer().clear();
            buffer.limit(settings.payloadBytesMax() + 1);
            SocketAddress source;
            try {
                source = channel.receive(buffer);
            } catch (ClosedChannelException e) {
                break;
            } catch (IOException e) {
                received++;
                events.onReceiveFailed(e);
                continue;
            }
            if (source == null) {
                break;
            }
            received++;
            buffer.flip();
            if (buffer.limit() > settings.payloadBytesMax()) {
                events.onTruncated(source);
            } else {
                events.onDatagram(source, buffer);
            }
        }
        return received;
    }

    @Override
    public int send(DatagramBatch batch) throws IOException {
        IOException before = failure;
        if (before != null) {
            failure = null;
            throw before;
        }
        int sent = 0;
        while (sent < batch.count() && !closed) {
            try {
                if (!send(batch.payload(sent), batch.target(sent))) {
                    setInterest(interest | SelectionKey.OP_WRITE);
                    break;
                }
            } catch (IOException e) {
                if (sent == 0) {
                    throw e;
                }
                failure = e;
                break;
            }
            sent++;
        }
        return sent;
    }

    /** False when the kernel takes nothing now; an empty datagram cannot be told from that. */
    private boolean send(ByteBuffer payload, SocketAddress target) throws IOException {
        boolean empty = !payload.hasRemaining();
        if (settings.remote() == null) {
            return channel.send(payload, target) > 0 || empty;
        }
        if (empty) {
            throw new IOException("the JDK sends no empty datagram to a connected peer");
        }
        return channel.write(payload) > 0;
    }

    @Override
    public SocketAddress localAddress() {
        return localAddress;
    }

    @Override
    public void pauseReceiving() {
        setInterest(interest & ~SelectionKey.OP_READ);
    }

    @Override
    public void resumeReceiving() {
        setInterest(interest | SelectionKey.OP_READ);
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
    public void moved(SelectionKey newKey) {
        key = newKey;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closeQuietly();
        try {
            // The JDK closes the descriptor of a registered channel in the next selection; until
            // then the port is taken. What is ready meanwhile is found again.
            key.selector().selectNow(ready -> {});
        } catch (IOException e) {
            log.debug("Selecting after closing a datagram socket failed", e);
        }
    }

    @Override
    public void closeQuietly() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            channel.close();
        } catch (IOException e) {
            log.debug("Closing a datagram socket failed", e);
        }
    }
}
