package io.github.reactorboot.benchmarks.load;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** One connection to the server: sends messages, verifies what comes. Loop thread only. */
final class Connection {

    private final int index;
    private final Messages messages;
    private final ByteBuffer inbound;
    private final SocketChannel channel;
    private final SelectionKey key;

    private boolean connecting = true;
    private int sendOffset;
    private long unsentBytes;
    private long sent;
    private int receiveOffset;
    private int partialBytes;
    private long received;

    private Connection(int index, int firstMessage, Wire wire) throws IOException {
        this.index = index;
        this.messages = wire.messages();
        this.inbound = wire.inbound();
        this.sendOffset = messages.offsetOf(firstMessage);
        this.receiveOffset = sendOffset;
        this.channel = SocketChannel.open();
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            boolean connected = channel.connect(wire.server());
            int interest = connected ? SelectionKey.OP_WRITE : SelectionKey.OP_CONNECT;
            this.key = channel.register(wire.selector(), interest, this);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Begins to connect. The key's first event calls for {@link #finishConnect}.
     *
     * @param firstMessage where in the cycle of messages this connection begins
     */
    static Connection open(int index, int firstMessage, Wire wire) throws LoadFault {
        try {
            return new Connection(index, firstMessage, wire);
        } catch (IOException e) {
            throw new LoadFault(index, e);
        }
    }

    static Connection of(SelectionKey key) {
        return (Connection) key.attachment();
    }

    int index() {
        return index;
    }

    boolean connecting() {
        return connecting;
    }

    /** From here on it reads. */
    void finishConnect() throws LoadFault {
        try {
            channel.finishConnect();
        } catch (IOException e) {
            throw new LoadFault(index, e);
        }
        connecting = false;
        key.interestOps(SelectionKey.OP_READ);
    }

    /** Sends messages in one write if the socket takes them; the rest when it is writable. */
    void send(long count) throws LoadFault {
        boolean waiting = unsentBytes > 0;
        unsentBytes += count * messages.wireBytes();
        sent += count;
        if (!waiting) {
            write(false);
        }
    }

    /** Goes on where a write was partial. */
    void flush() throws LoadFault {
        write(true);
    }

    private void write(boolean interested) throws LoadFault {
        try {
            while (unsentBytes > 0) {
                ByteBuffer source = messages.from(sendOffset, unsentBytes);
                int offered = source.remaining();
                int written = channel.write(source);
                unsentBytes -= written;
                sendOffset = messages.advance(sendOffset, written);
                if (written < offered) {
                    if (!interested) {
                        key.interestOpsOr(SelectionKey.OP_WRITE);
                    }
                    return;
                }
            }
        } catch (IOException e) {
            throw new LoadFault(index, e);
        }
        if (interested) {
            key.interestOpsAnd(~SelectionKey.OP_WRITE);
        }
    }

    /**
     * Reads once and verifies every byte.
     *
     * @return the messages that are whole now
     */
    int receive() throws LoadFault {
        ByteBuffer bytes = read();
        int count = bytes.remaining();
        int right = messages.mismatch(bytes, receiveOffset);
        if (right >= 0) {
            throw wrongByte(right);
        }
        receiveOffset = messages.advance(receiveOffset, count);
        int reached = partialBytes + count;
        int whole = reached / messages.wireBytes();
        partialBytes = reached - whole * messages.wireBytes();
        received += whole;
        return whole;
    }

    /** As {@link #receive}, where only what this connection sent may come. */
    int receiveEcho() throws LoadFault {
        int whole = receive();
        if (received > sent) {
            throw fault((received - sent) + " messages more came back than were sent");
        }
        return whole;
    }

    /** Reads once and verifies nothing; the bytes are good until the next read of anyone. */
    ByteBuffer read() throws LoadFault {
        inbound.clear();
        int count;
        try {
            count = channel.read(inbound);
        } catch (IOException e) {
            throw new LoadFault(index, e);
        }
        if (count < 0) {
            throw fault("closed by the server");
        }
        return inbound.flip();
    }

    /** The next message sent is that one of the cycle. */
    void sendFrom(int message) {
        sendOffset = messages.offsetOf(message);
    }

    /** The next message received must be that one of the cycle. */
    void receiveFrom(int message) {
        receiveOffset = messages.offsetOf(message);
    }

    boolean allSent() {
        return unsentBytes == 0;
    }

    boolean awaitsReplies() {
        return received < sent;
    }

    /** When nothing is awaited, nothing may have begun to come. */
    void expectNothingPartial() throws LoadFault {
        if (partialBytes > 0) {
            throw fault(partialBytes + " bytes more came back than were sent");
        }
    }

    /** Ends it by a reset, which leaves no port waiting. */
    void reset() throws LoadFault {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            channel.close();
        } catch (IOException e) {
            throw new LoadFault(index, e);
        }
    }

    void close() throws LoadFault {
        try {
            channel.close();
        } catch (IOException e) {
            throw new LoadFault(index, e);
        }
    }

    LoadFault fault(String what) {
        return new LoadFault(index, what);
    }

    private LoadFault wrongByte(int right) {
        int offset = messages.advance(receiveOffset, right);
        int reached = partialBytes + right;
        long message = received + reached / messages.wireBytes() + 1;
        String place =
                (messages.inHeader(offset) ? "wrong length field" : "wrong byte")
                        + " in message %d, byte %d: 0x%02x came, 0x%02x expected";
        return fault(
                place.formatted(
                        message,
                        reached % messages.wireBytes(),
                        inbound.get(right),
                        messages.at(offset)));
    }
}
