package io.github.reactorboot.benchmarks.load;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.util.function.LongSupplier;

/**
 * Messages go out at a fixed rate, to the connections in turn, whether or not the server keeps up.
 * Message n is meant to go at start + n / rate, and its latency counts from then, however late it
 * went: so a pause of the server is seen by all messages meant to go in it, not by those alone that
 * were in flight (no coordinated omission).
 */
final class OpenLoop implements Traffic {

    private static final double NANOS_PER_SECOND = 1e9;

    private final Connection[] connections;
    private final double rate;
    private final long outstandingMax;
    private final LongSupplier clock;
    private final Window window;

    /** By connection: messages given to it, and those that came back. */
    private final long[] taken;

    private final long[] replied;

    /** Connections with messages that are due, and how many messages each. */
    private final int[] due;

    private final int[] dueCounts;
    private int dueConnections;

    private long startNanos;
    private long next;
    private int cursor;
    private long nextNanos;
    private boolean stopped = true;
    private long completed;
    private long outstanding;

    OpenLoop(Connection[] connections, LoadOptions options, LongSupplier clock, Window window) {
        this.connections = connections;
        this.rate = options.rate() == null ? 0 : options.rate();
        this.outstandingMax = options.outstandingMax();
        this.clock = clock;
        this.window = window;
        this.taken = new long[connections.length];
        this.replied = new long[connections.length];
        this.due = new int[connections.length];
        this.dueCounts = new int[connections.length];
    }

    @Override
    public void start(long nowNanos) {
        startNanos = nowNanos;
        nextNanos = nowNanos;
        stopped = false;
    }

    private long intendedNanos(long message) {
        return startNanos + (long) (message * NANOS_PER_SECOND / rate);
    }

    private long intendedNanos(int connection, long ordinal) {
        return intendedNanos(connection + ordinal * connections.length);
    }

    @Override
    public void turn(long nowNanos) throws IOException {
        if (!stopped && nextNanos - nowNanos <= 0) {
            takeDue(nowNanos);
            sendDue();
        }
    }

    private void takeDue(long nowNanos) throws IOException {
        while (nextNanos - nowNanos <= 0) {
            if (outstanding == outstandingMax) {
                throw new LoadFault(
                        "the server did not keep up with %.0f messages/s: %d outstanding"
                                .formatted(rate, outstanding));
            }
            if (dueCounts[cursor]++ == 0) {
                due[dueConnections++] = cursor;
            }
            outstanding++;
            cursor = cursor + 1 == connections.length ? 0 : cursor + 1;
            nextNanos = intendedNanos(++next);
        }
    }

    /** The socket's own backlog is not this generator's: late is what was not even tried. */
    private void sendDue() throws IOException {
        for (int at = 0; at < dueConnections; at++) {
            int index = due[at];
            long now = clock.getAsLong();
            for (int count = dueCounts[index]; count > 0; count--) {
                window.recordLateness(intendedNanos(index, taken[index]++), now);
            }
            connections[index].send(dueCounts[index]);
            dueCounts[index] = 0;
        }
        dueConnections = 0;
    }

    @Override
    public void ready(SelectionKey key) throws IOException {
        Connection connection = Connection.of(key);
        int ready = key.readyOps();
        if ((ready & SelectionKey.OP_WRITE) != 0) {
            connection.flush();
        }
        if ((ready & SelectionKey.OP_READ) != 0) {
            int count = connection.receiveEcho();
            long now = clock.getAsLong();
            int index = connection.index();
            for (int left = count; left > 0; left--) {
                window.recordIntended(intendedNanos(index, replied[index]++), now);
            }
            completed += count;
            outstanding -= count;
            // With many connections a turn is long: what falls due in it does not wait for its end.
            turn(now);
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
        return outstanding;
    }

    @Override
    public String awaited() {
        return Echoes.awaited(connections);
    }

    @Override
    public void verifyEnd() throws IOException {
        Echoes.verifyEnd(connections);
    }
}
