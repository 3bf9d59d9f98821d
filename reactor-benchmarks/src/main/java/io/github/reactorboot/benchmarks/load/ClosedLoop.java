package io.github.reactorboot.benchmarks.load;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.util.function.LongSupplier;

/** Each connection keeps messages in flight: as many as come back go out, in one write. */
final class ClosedLoop implements Traffic {

    private final Connection[] connections;
    private final SendTimes[] sendTimes;
    private final int inFlight;
    private final LongSupplier clock;
    private final Window window;
    private boolean stopped;
    private long completed;
    private long outstanding;

    ClosedLoop(Connection[] connections, int inFlight, LongSupplier clock, Window window) {
        this.connections = connections;
        this.inFlight = inFlight;
        this.clock = clock;
        this.window = window;
        this.sendTimes = new SendTimes[connections.length];
        for (int index = 0; index < sendTimes.length; index++) {
            sendTimes[index] = new SendTimes(inFlight);
        }
    }

    @Override
    public void start(long nowNanos) throws IOException {
        for (Connection connection : connections) {
            send(connection, inFlight, clock.getAsLong());
        }
    }

    @Override
    public void ready(SelectionKey key) throws IOException {
        Connection connection = Connection.of(key);
        int ready = key.readyOps();
        if ((ready & SelectionKey.OP_READ) != 0) {
            int count = connection.receiveEcho();
            if (count > 0) {
                replied(connection, count);
            }
        }
        if ((ready & SelectionKey.OP_WRITE) != 0) {
            connection.flush();
        }
    }

    private void replied(Connection connection, int count) throws IOException {
        long now = clock.getAsLong();
        sendTimes[connection.index()].replied(now, count, window);
        completed += count;
        outstanding -= count;
        if (!stopped) {
            send(connection, count, now);
        }
    }

    private void send(Connection connection, int count, long now) throws IOException {
        sendTimes[connection.index()].sent(now, count);
        outstanding += count;
        connection.send(count);
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
