package io.github.reactorboot.benchmarks.load;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * A publisher keeps messages in flight, of which each is done when the last subscriber has it. What
 * is counted as completed are deliveries.
 */
final class FanOutLoad implements Traffic {

    private final Connection publisher;
    private final Connection[] subscribers;
    private final LongSupplier clock;
    private final Window window;

    /** By message in flight: when it went, and how many subscribers lack it. */
    private final long[] publishedNanos;

    private final int[] lacking;

    /** By subscriber: messages that it has. */
    private final long[] delivered;

    private long published;
    private long done;
    private boolean stopped;
    private long completed;

    /** Of connections of which the last is the publisher. */
    FanOutLoad(Connection[] connections, int inFlight, LongSupplier clock, Window window) {
        this.publisher = connections[connections.length - 1];
        this.subscribers = Arrays.copyOf(connections, connections.length - 1);
        this.clock = clock;
        this.window = window;
        this.publishedNanos = new long[inFlight];
        this.lacking = new int[inFlight];
        this.delivered = new long[subscribers.length];
    }

    @Override
    public void start(long nowNanos) throws IOException {
        publish(publishedNanos.length, nowNanos);
    }

    private void publish(int count, long nowNanos) throws IOException {
        for (int left = count; left > 0; left--) {
            int slot = slot(published++);
            publishedNanos[slot] = nowNanos;
            lacking[slot] = subscribers.length;
        }
        publisher.send(count);
    }

    private int slot(long message) {
        return (int) (message % lacking.length);
    }

    @Override
    public void ready(SelectionKey key) throws IOException {
        Connection connection = Connection.of(key);
        int ready = key.readyOps();
        if ((ready & SelectionKey.OP_WRITE) != 0) {
            connection.flush();
        }
        if ((ready & SelectionKey.OP_READ) == 0) {
            return;
        }
        if (connection == publisher) {
            if (publisher.read().hasRemaining()) {
                throw publisher.fault("the publisher was sent bytes");
            }
            return;
        }
        int count = connection.receive();
        if (count > 0) {
            delivered(connection, count);
        }
    }

    private void delivered(Connection connection, int count) throws IOException {
        int index = connection.index();
        long from = delivered[index];
        long to = from + count;
        if (to > published) {
            throw connection.fault((to - published) + " messages more came than were published");
        }
        delivered[index] = to;
        completed += count;
        int wholly = 0;
        for (long message = from; message < to; message++) {
            if (--lacking[slot(message)] == 0) {
                wholly++;
            }
        }
        if (wholly > 0) {
            done(wholly);
        }
    }

    /** Subscribers receive in order, so messages are done in order. */
    private void done(int count) throws IOException {
        long now = clock.getAsLong();
        for (int left = count; left > 0; left--) {
            window.record(now - publishedNanos[slot(done++)], 1);
        }
        if (!stopped) {
            publish(count, now);
        }
    }

    @Override
    public void stop() {
        stopped = true;
    }

    @Override
    public long completed() {
        return completed;
    }

    @Override
    public long outstanding() {
        return published * subscribers.length - completed;
    }

    @Override
    public String awaited() {
        for (int index = 0; index < delivered.length; index++) {
            if (delivered[index] < published) {
                return "deliveries, the first on connection " + index;
            }
        }
        return "deliveries";
    }

    @Override
    public void verifyEnd() throws IOException {
        Echoes.verifyEnd(subscribers);
    }
}
