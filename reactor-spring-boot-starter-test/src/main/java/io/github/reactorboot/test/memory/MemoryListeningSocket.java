package io.github.reactorboot.test.memory;

import io.github.reactorboot.runtime.engine.AcceptEvents;
import io.github.reactorboot.runtime.engine.ListeningSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** A listening socket of an engine. */
final class MemoryListeningSocket implements ListeningSocket, MemorySource {

    private final MemoryNetwork network;
    private final MemoryPollEngine engine;
    private final Backlog backlog;
    private final int acceptsPerTurn;
    private final AcceptEvents events;
    private boolean accepting;

    MemoryListeningSocket(
            MemoryPollEngine engine, Backlog backlog, int acceptsPerTurn, AcceptEvents events) {
        this.network = engine.network();
        this.engine = engine;
        this.backlog = backlog;
        this.acceptsPerTurn = acceptsPerTurn;
        this.events = events;
    }

    @Override
    public boolean isReady() {
        return accepting && !backlog.isEmpty();
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
        while (accepted < most) {
            IOException failure = network.takeAcceptFailure(backlog);
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
            events.onAccepted(new MemoryConnectedSocket(network, next));
        }
        return accepted;
    }

    private @Nullable MemoryEnd next() {
        return network.changing(backlog::poll);
    }

    @Override
    public int shed(int most) {
        int count = 0;
        while (count < most) {
            MemoryEnd next = next();
            if (next == null) {
                break;
            }
            network.change(next::close);
            count++;
        }
        return count;
    }

    @Override
    public InetSocketAddress localAddress() {
        return backlog.address();
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
        network.unbind(backlog);
        engine.remove(this);
    }

    @Override
    public void engineCloses() {
        close();
    }
}
