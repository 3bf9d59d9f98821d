package io.github.reactorboot.benchmarks.load;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One run from the first connection to the last reply: opening, warm-up, window, and the wait for
 * what is still in flight, without which it would not be known whether all came back.
 */
final class LoadRun implements AutoCloseable {

    private static final int INBOUND_BYTES_MIN = 1 << 16;
    private static final int INBOUND_BYTES_MAX = 1 << 20;
    private static final double LATE_MICROS = TimeUnit.MILLISECONDS.toMicros(1);

    private final LoadOptions options;
    private final LongSupplier clock;
    private final PrintWriter err;
    private final Faults faults;
    private final Window window;
    private final Wire wire;
    private final Loop loop;

    LoadRun(LoadOptions options, LongSupplier clock, PrintWriter err) throws IOException {
        this.options = options;
        this.clock = clock;
        this.err = err;
        this.faults = new Faults(err);
        this.window = new Window(clock, options.pid());
        Messages messages =
                new Messages(options.framing(), options.payloadBytes(), options.inFlight());
        long batchBytes = (long) options.inFlight() * messages.wireBytes();
        int inboundBytes = Math.clamp(batchBytes, INBOUND_BYTES_MIN, INBOUND_BYTES_MAX);
        ByteBuffer inbound = ByteBuffer.allocateDirect(inboundBytes);
        this.wire = new Wire(Selector.open(), options.server(), messages, inbound);
        this.loop = new Loop(wire.selector(), clock, faults, options);
    }

    /** Runs it; a fault is told and counted in the result. */
    LoadResult measure() {
        try {
            Traffic traffic = prepare();
            if (traffic != null) {
                measure(traffic);
            }
        } catch (IOException e) {
            faults.add(e);
        } catch (NoSuchElementException e) {
            faults.add("the server's process is gone: " + e.getMessage());
        }
        tellLateness();
        return result();
    }

    /**
     * Opens the connections and keeps them.
     *
     * @param held what to do when they are open, which returns when they may go
     * @return whether all was well
     */
    boolean hold(Held.Wait held) {
        if (open(options.connections(), true) != null) {
            try {
                held.await();
            } catch (IOException e) {
                faults.add(e);
            }
            // Had one gone meanwhile, what was measured was less than it seemed.
            loop.look(new Held());
        }
        return faults.none();
    }

    /** Ends a measurement early, which is a fault. Any thread may call it. */
    void end() {
        loop.end();
    }

    private void measure(Traffic traffic) throws IOException {
        long now = clock.getAsLong();
        traffic.start(now);
        if (!loop.runUntil(traffic, now + options.warmupNanos())) {
            return;
        }
        long beginNanos = window.begin(traffic.completed());
        boolean sound = loop.runUntil(traffic, beginNanos + options.windowNanos());
        long endNanos = window.end(traffic.completed());
        if (!sound) {
            return;
        }
        // What was meant to go in the window still goes, and no more.
        traffic.turn(endNanos);
        traffic.stop();
        if (loop.drain(traffic) && loop.look(traffic)) {
            traffic.verifyEnd();
        }
    }

    private @Nullable Traffic prepare() throws IOException {
        return switch (options.pattern()) {
            case ECHO, HOLD -> prepareEcho();
            case CONNECT -> new ConnectLoad(wire, options.connections(), clock, window);
            case FAN_OUT -> prepareFanOut();
        };
    }

    private @Nullable Traffic prepareEcho() {
        Connection[] connections = open(options.connections(), true);
        if (connections == null) {
            return null;
        }
        return options.rate() == null
                ? new ClosedLoop(connections, options.inFlight(), clock, window)
                : new OpenLoop(connections, options, clock, window);
    }

    private @Nullable Traffic prepareFanOut() throws IOException {
        // The publisher last: it is accepted last, too, by most servers.
        Connection[] connections = open(options.connections() + 1, false);
        if (connections == null) {
            return null;
        }
        FanOutJoin join = new FanOutJoin(wire, connections);
        return loop.drain(join)
                ? new FanOutLoad(connections, options.inFlight(), clock, window)
                : null;
    }

    private Connection @Nullable [] open(int count, boolean exchange) {
        Connection[] connections = new Connection[count];
        return loop.drain(new Opening(wire, connections, exchange)) ? connections : null;
    }

    private void tellLateness() {
        Latency lateness = window.lateness();
        if (lateness == null) {
            return;
        }
        err.printf(
                Locale.ROOT,
                "the generator was late by %.1f us (p50), %.1f us (p99), %.1f us (max)%n",
                lateness.p50Micros(),
                lateness.p99Micros(),
                lateness.maxMicros());
        if (lateness.p99Micros() > LATE_MICROS) {
            err.println("warning: the generator was the limit, the server may be faster than this");
        }
        err.flush();
    }

    private LoadResult result() {
        return new LoadResult(
                options.pattern().toString(),
                options.connections(),
                options.inFlight(),
                options.payloadBytes(),
                options.framing().toString(),
                window.seconds(),
                window.messages(),
                window.messagesPerSecond(),
                options.rate(),
                window.serverCpuNanosPerMessage(),
                window.clientCpuNanosPerMessage(),
                window.messages() == 0 ? null : window.latency(),
                window.lateness(),
                faults.count());
    }

    @Override
    public void close() throws IOException {
        try (Selector selector = wire.selector()) {
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
        }
    }
}
