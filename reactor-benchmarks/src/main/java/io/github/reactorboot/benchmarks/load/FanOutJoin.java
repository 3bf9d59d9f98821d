package io.github.reactorboot.benchmarks.load;

import io.github.reactorboot.benchmarks.framing.Framing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.concurrent.TimeUnit;

/**
 * Makes sure that the server knows all subscribers: a connection that is open for the client may
 * wait to be accepted, and would miss messages. Message 0 is published again and again until each
 * subscriber has it, then message 1 once, with which the stream begins for all.
 */
final class FanOutJoin implements Activity {

    private static final long REPEAT_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final Wire wire;
    private final Connection publisher;

    /** By subscriber: bytes of the message that is coming, and whether it is the last one. */
    private final int[] reached;

    private final boolean[] last;

    private final boolean[] known;
    private int unknown;
    private int awaitingLast;
    private boolean lastSent;
    private boolean published;
    private long publishedNanos;
    private long progress;

    /** Of connections of which the last is the publisher. */
    FanOutJoin(Wire wire, Connection[] connections) {
        int subscribers = connections.length - 1;
        this.wire = wire;
        this.publisher = connections[subscribers];
        this.reached = new int[subscribers];
        this.last = new boolean[subscribers];
        this.known = new boolean[subscribers];
        this.unknown = subscribers;
        this.awaitingLast = subscribers;
    }

    @Override
    public void turn(long nowNanos) throws IOException {
        if (lastSent || !publisher.allSent()) {
            return;
        }
        if (unknown == 0) {
            lastSent = true;
            publisher.sendFrom(1);
            publisher.send(1);
        } else if (!published || nowNanos - publishedNanos >= REPEAT_NANOS) {
            published = true;
            publishedNanos = nowNanos;
            publisher.sendFrom(0);
            publisher.send(1);
        }
    }

    @Override
    public void ready(SelectionKey key) throws IOException {
        Connection connection = Connection.of(key);
        if (connection == publisher) {
            if (key.isWritable()) {
                publisher.flush();
            }
            if (key.isReadable() && publisher.read().hasRemaining()) {
                throw publisher.fault("the publisher was sent bytes");
            }
            return;
        }
        ByteBuffer bytes = connection.read();
        while (bytes.hasRemaining()) {
            take(connection, bytes.get());
        }
    }

    private void take(Connection connection, byte value) throws IOException {
        Messages messages = wire.messages();
        int index = connection.index();
        int at = reached[index];
        if (lastSent && at == Framing.LENGTH.headerBytes()) {
            last[index] = value == messages.at(messages.offsetOf(1) + at);
        }
        int message = last[index] ? 1 : 0;
        byte expected = messages.at(messages.offsetOf(message) + at);
        if (value != expected) {
            throw connection.fault(
                    "wrong byte %d in a first message: 0x%02x came, 0x%02x expected"
                            .formatted(at, value, expected));
        }
        reached[index] = at + 1;
        if (at + 1 == messages.wireBytes()) {
            whole(connection);
        }
    }

    private void whole(Connection connection) {
        int index = connection.index();
        reached[index] = 0;
        if (!known[index]) {
            known[index] = true;
            unknown--;
            progress++;
        }
        if (last[index]) {
            last[index] = false;
            awaitingLast--;
            progress++;
            connection.receiveFrom(2);
        }
    }

    @Override
    public long progress() {
        return progress;
    }

    @Override
    public long outstanding() {
        return awaitingLast;
    }

    @Override
    public String awaited() {
        return "subscribers with a first message";
    }
}
