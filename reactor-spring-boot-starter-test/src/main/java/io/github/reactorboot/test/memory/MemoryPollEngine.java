package io.github.reactorboot.test.memory;

import io.github.reactorboot.runtime.engine.AcceptEvents;
import io.github.reactorboot.runtime.engine.ConnectEvents;
import io.github.reactorboot.runtime.engine.ConnectSettings;
import io.github.reactorboot.runtime.engine.ConnectedSocket;
import io.github.reactorboot.runtime.engine.EngineSettings;
import io.github.reactorboot.runtime.engine.ListenSettings;
import io.github.reactorboot.runtime.engine.ListeningSocket;
import io.github.reactorboot.runtime.engine.PendingConnect;
import io.github.reactorboot.runtime.engine.PollEngine;
import io.github.reactorboot.runtime.engine.SocketSettings;
import io.github.reactorboot.runtime.engine.Transport;
import io.github.reactorboot.runtime.engine.TransportEvents;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The engine of one event loop over a {@link MemoryNetwork}. It looks at its sources one after the
 * other, in the order in which they were opened, so that the same test takes the same course.
 */
final class MemoryPollEngine implements PollEngine {

    private final MemoryNetwork network;
    private final ByteBuffer readBuffer;

    /** Changed by the loop alone, under the lock, since others look whether one is ready. */
    private final Set<MemorySource> sources = new LinkedHashSet<>();

    private final EngineWait wait;

    private boolean closed;

    MemoryPollEngine(MemoryNetwork network, EngineSettings settings) {
        this.network = network;
        this.readBuffer = ByteBuffer.allocateDirect(settings.readBufferBytes());
        this.wait = new EngineWait(network, this::isAnyReady);
        network.change(() -> network.add(wait));
    }

    MemoryNetwork network() {
        return network;
    }

    ByteBuffer readBuffer() {
        return readBuffer;
    }

    private boolean isAnyReady() {
        for (MemorySource source : sources) {
            if (source.isReady()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public int await(long timeoutNanos) {
        return network.locked(() -> {
            wait.forWork(timeoutNanos);
            int ready = 0;
            for (MemorySource source : sources) {
                ready += source.isReady() ? 1 : 0;
            }
            return ready;
        });
    }

    @Override
    public int dispatch() {
        int events = 0;
        for (MemorySource source : ready()) {
            events += source.dispatch();
        }
        return events;
    }

    private List<MemorySource> ready() {
        return network.locked(() -> sources.stream().filter(MemorySource::isReady).toList());
    }

    @Override
    public void wakeup() {
        network.change(wait::wakeUp);
    }

    @Override
    public ListeningSocket listen(ListenSettings settings, AcceptEvents events) throws IOException {
        return network.changing(() -> {
            Backlog backlog = network.bind(settings.address(), settings.backlog());
            MemoryListeningSocket made =
                    new MemoryListeningSocket(this, backlog, settings.acceptsPerTurn(), events);
            sources.add(made);
            return made;
        });
    }

    @Override
    public PendingConnect connect(ConnectSettings settings, ConnectEvents events)
            throws IOException {
        if (!(settings.remote() instanceof InetSocketAddress to)) {
            throw new IOException(MemoryAddresses.NO_UNIX_SOCKETS);
        }
        return network.changing(() -> {
            InetSocketAddress from = network.clientAddress(settings.local());
            MemoryConnecting made = new MemoryConnecting(this, from, to, events);
            sources.add(made);
            return made;
        });
    }

    @Override
    public Transport open(
            ConnectedSocket accepted, SocketSettings settings, TransportEvents events) {
        if (!(accepted instanceof MemoryConnectedSocket socket) || socket.network() != network) {
            throw new IllegalArgumentException("not a socket of this network: " + accepted);
        }
        MemoryTransport made = new MemoryTransport(this, socket.end(), events);
        network.change(() -> sources.add(made));
        return made;
    }

    /** Looks after it no more. */
    void remove(MemorySource source) {
        network.change(() -> sources.remove(source));
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        List<MemorySource> all = network.locked(() -> List.copyOf(sources));
        all.forEach(MemorySource::engineCloses);
        network.change(() -> {
            sources.clear();
            network.remove(wait);
        });
    }
}
