package io.github.reactorboot.test.memory;

import io.github.reactorboot.runtime.engine.ConnectEvents;
import io.github.reactorboot.runtime.engine.PendingConnect;
import java.io.IOException;
import java.net.InetSocketAddress;

/** An attempt of an engine to connect. Owned by its loop. */
final class MemoryConnecting implements PendingConnect, MemorySource {

    private final MemoryPollEngine engine;
    private final InetSocketAddress from;
    private final InetSocketAddress to;
    private final ConnectEvents events;
    private boolean over;

    MemoryConnecting(
            MemoryPollEngine engine,
            InetSocketAddress from,
            InetSocketAddress to,
            ConnectEvents events) {
        this.engine = engine;
        this.from = from;
        this.to = to;
        this.events = events;
    }

    @Override
    public boolean isReady() {
        return !over && engine.network().answers(to);
    }

    @Override
    public int dispatch() {
        MemoryNetwork network = engine.network();
        if (!network.ask(this::isReady)) {
            return 0;
        }
        cancel();
        MemoryEnd connected;
        try {
            connected = network.establish(from, to, ConnectionScript.create());
        } catch (IOException e) {
            events.onConnectFailed(e);
            return 1;
        }
        events.onConnected(new MemoryConnectedSocket(network, connected));
        return 1;
    }

    @Override
    public void cancel() {
        over = true;
        engine.remove(this);
    }

    @Override
    public void engineCloses() {
        cancel();
    }
}
