package io.github.reactorboot.benchmarks.load;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.util.function.LongSupplier;

/** Connections that live for one message each; a new one takes the place of each that is done. */
final class ConnectLoad implements Traffic {

    private final Wire wire;
    private final int places;
    private final long[] openedNanos;
    private final LongSupplier clock;
    private final Window window;
    private boolean stopped;
    private int messages;
    private long completed;
    private long outstanding;

    ConnectLoad(Wire wire, int places, LongSupplier clock, Window window) {
        this.wire = wire;
        this.places = places;
        this.openedNanos = new long[places];
        this.clock = clock;
        this.window = window;
    }

    @Override
    public void start(long nowNanos) throws IOException {
        for (int place = 0; place < places; place++) {
            open(place);
        }
    }

    private void open(int place) throws IOException {
        openedNanos[place] = clock.getAsLong();
        outstanding++;
        messages = (messages + 1) & Integer.MAX_VALUE;
        Connection.open(place, messages, wire);
    }

    @Override
    public void ready(SelectionKey key) throws IOException {
        Connection connection = Connection.of(key);
        if (connection.connecting()) {
            connection.finishConnect();
            connection.send(1);
            return;
        }
        if (key.isWritable()) {
            connection.flush();
        }
        if (key.isReadable() && connection.receiveEcho() > 0) {
            connection.expectNothingPartial();
            done(connection);
        }
    }

    private void done(Connection connection) throws IOException {
        int place = connection.index();
        window.record(clock.getAsLong() - openedNanos[place], 1);
        completed++;
        outstanding--;
        connection.reset();
        if (!stopped) {
            open(place);
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
        return "connections";
    }

    @Override
    public void verifyEnd() {}
}
