package io.github.reactorboot.benchmarks.load;

import java.io.IOException;
import java.nio.channels.SelectionKey;

/**
 * Opens connections, some at a time, so that no accept queue overflows. With an exchange, a
 * connection is open when its first message came back: then it was accepted, too.
 */
final class Opening implements Activity {

    /** Less than the shortest queue in use, 50, the default of Java. */
    private static final int PENDING_MAX = 48;

    private final Wire wire;
    private final Connection[] connections;
    private final boolean exchange;
    private int begun;
    private int open;
    private long progress;

    Opening(Wire wire, Connection[] connections, boolean exchange) {
        this.wire = wire;
        this.connections = connections;
        this.exchange = exchange;
    }

    @Override
    public void turn(long nowNanos) throws IOException {
        while (begun < connections.length && begun - open < PENDING_MAX) {
            // All streams of a fan-out are the same one, those of an echo differ.
            connections[begun] = Connection.open(begun, exchange ? begun : 0, wire);
            begun++;
        }
    }

    @Override
    public void ready(SelectionKey key) throws IOException {
        Connection connection = Connection.of(key);
        progress++;
        if (connection.connecting()) {
            connection.finishConnect();
            if (exchange) {
                connection.send(1);
            } else {
                open++;
            }
            return;
        }
        if (key.isWritable()) {
            connection.flush();
        }
        if (key.isReadable()) {
            if (!exchange) {
                throw connection.fault("bytes came that nobody sent");
            }
            open += connection.receiveEcho();
        }
    }

    @Override
    public long progress() {
        return progress;
    }

    @Override
    public long outstanding() {
        return (long) connections.length - open;
    }

    @Override
    public String awaited() {
        return exchange ? "connections with a first reply" : "connections";
    }
}
