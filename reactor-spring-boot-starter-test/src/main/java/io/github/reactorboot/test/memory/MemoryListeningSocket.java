package io.github.reactorboot.test.memory;

import io.github.reactorboot.runtime.engine.AcceptEvents;
import io.github.reactorboot.runtime.engine.ListenSettings;
import io.github.reactorboot.runtime.engine.ListeningSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** An address that is listened on, and the connections that wait to be accepted. */
final class MemoryListeningSocket implements ListeningSocket, MemorySource {

    private final MemoryNetwork network;
    private final MemoryPollEngine engine;
    private final InetSocketAddress address;
    private final int backlog;
    private final int acceptsPerTurn;
    private final AcceptEvents events;
    private final Queue<MemoryEnd> waiting = new ArrayDeque<>();
    private boolean accepting;
    private boolean closed;

    MemoryListeningSocket(
            MemoryPollEngine engine,
            InetSocketAddress address,
            ListenSettings settings,
            AcceptEvents events) {
        this.network = engine.network();
        this.engine = engine;
        this.address = address;
        this.backlog = Math.max(1, settings.backlog());
        this.acceptsPerTurn = settings.acceptsPerTurn();
        this.events = events;
    }

    /** Under the lock; false when the backlog is full. */
    boolean offer(MemoryEnd server) {
        return waiting.size() < backlog && waiting.add(server);
    }

    boolean hasRoom() {
        return waiting.size() < backlog;
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public boolean isReady() {
        return accepting && !closed && !waiting.isEmpty();
    }

    @Override
    public int dispatch() {
        return network.ask(this::isReady) && accept(acceptsPerTurn) > 0 ? 1 : 0;
    }

    @Override
    public int acceptWaiting(int most) {
        return accept(most);
    }

    private int accept(int most) {
        int accepted = 0;
        for (int tries = 0; tries < most; tries++) {
            IOException failure = network.takeAcceptFailure(this);
            if (failure != null) {
                events.onAcceptFailed(failure, true);
                // Whoever dispatched this has seen an event.
                return Math.max(1, accepted);
            }
            MemoryEnd next = next();
            if (next == null) {
                break;
            }
            accepted++;
            events.onAccepted(new MemoryAcceptedSocket(network, next));
        }
        return accepted;
    }

    private @Nullable MemoryEnd next() {
        return network.changing(waiting::poll);
    }

    boolean isWaitedFor() {
        return !closed && !waiting.isEmpty();
    }

    @Override
    public int shed(int most) {
        int count = 0;
        for (MemoryEnd next = most > 0 ? next() : null; next != null; ) {
            network.change(next::close);
            count++;
            next = count < most ? next() : null;
        }
        return count;
    }

    @Override
    public InetSocketAddress localAddress() {
        return address;
    }

    @Override
    public void pauseAccepting() {
        network.change(() -> accepting = false);
    }

    @Override
    public void resumeAccepting() {
        network.change(() -> accepting = true);
    }

    @Override
    public void close() {
        network.change(() -> {
            if (!closed) {
                closed = true;
                network.unbind(this);
                engine.remove(this);
                waiting.forEach(MemoryEnd::reset);
                waiting.clear();
            }
        });
    }

    @Override
    public void engineCloses() {
        close();
    }
}
