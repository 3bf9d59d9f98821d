package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.engine.AcceptEvents;
import io.github.reactorboot.runtime.engine.ConnectedSocket;
import io.github.reactorboot.runtime.engine.EngineSettings;
import io.github.reactorboot.runtime.engine.ListenSettings;
import io.github.reactorboot.runtime.engine.ListeningSocket;
import io.github.reactorboot.runtime.engine.PollEngine;
import io.github.reactorboot.runtime.engine.PollEngineProvider;
import io.github.reactorboot.runtime.engine.SocketSettings;
import io.github.reactorboot.runtime.engine.Transport;
import io.github.reactorboot.runtime.engine.TransportEvents;
import io.github.reactorboot.runtime.engine.nio.NioPollEngineProvider;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * The nio engine, as if it could share an address: whoever joins gets a port of its own, so that
 * the test, in place of the system, says which loop accepts.
 */
final class SharingEngine implements PollEngineProvider {

    private final PollEngineProvider nio = new NioPollEngineProvider();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicIntegerArray ports;

    SharingEngine(int loops) {
        this.ports = new AtomicIntegerArray(loops);
    }

    /** Where the loop of this index accepts. */
    int port(int loop) {
        return ports.get(loop);
    }

    @Override
    public String name() {
        return "sharing";
    }

    @Override
    public int priority() {
        return -1;
    }

    @Override
    public String unavailableReason() {
        return null;
    }

    @Override
    public PollEngine open(EngineSettings settings) throws IOException {
        return new Engine(nio.open(settings), ports, opened.getAndIncrement());
    }

    private record Engine(PollEngine nio, AtomicIntegerArray ports, int index)
            implements PollEngine {

        @Override
        public int await(long timeoutNanos) throws IOException {
            return nio.await(timeoutNanos);
        }

        @Override
        public int dispatch() {
            return nio.dispatch();
        }

        @Override
        public void wakeup() {
            nio.wakeup();
        }

        @Override
        public ListeningSocket listen(ListenSettings settings, AcceptEvents events)
                throws IOException {
            InetSocketAddress address = (InetSocketAddress) settings.address();
            ListenSettings own =
                    new ListenSettings(
                            settings.joining()
                                    ? new InetSocketAddress(address.getAddress(), 0)
                                    : address,
                            settings.backlog(),
                            settings.acceptsPerTurn(),
                            settings.receiveBufferBytes(),
                            settings.accepted(),
                            false);
            ListeningSocket bound = nio.listen(own, events);
            ports.set(index, ((InetSocketAddress) bound.localAddress()).getPort());
            return new Shared(bound);
        }

        @Override
        public Transport open(
                ConnectedSocket accepted, SocketSettings settings, TransportEvents events)
                throws IOException {
            return nio.open(accepted, settings, events);
        }

        @Override
        public void close() {
            nio.close();
        }
    }

    private record Shared(ListeningSocket nio) implements ListeningSocket {

        @Override
        public SocketAddress localAddress() {
            return nio.localAddress();
        }

        @Override
        public boolean allowSharing() {
            return true;
        }

        @Override
        public void pauseAccepting() {
            nio.pauseAccepting();
        }

        @Override
        public void resumeAccepting() {
            nio.resumeAccepting();
        }

        @Override
        public int acceptWaiting(int most) {
            return nio.acceptWaiting(most);
        }

        @Override
        public int shed(int most) {
            return nio.shed(most);
        }

        @Override
        public void close() {
            nio.close();
        }
    }
}
