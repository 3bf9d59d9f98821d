package io.github.reactorboot.test.memory;

import java.net.InetSocketAddress;

/**
 * A server that the test plays: what a reactor connects to in a {@link MemoryNetwork}. Any thread.
 */
public final class TestListener implements AutoCloseable {

    private final MemoryNetwork network;
    private final Backlog backlog;

    TestListener(MemoryNetwork network, Backlog backlog) {
        this.network = network;
        this.backlog = backlog;
    }

    /** The address that is listened on. */
    public InetSocketAddress localAddress() {
        return backlog.address();
    }

    /** The port that is listened on. */
    public int port() {
        return backlog.address().getPort();
    }

    /** Whether a connection waits to be accepted. */
    public boolean hasWaiting() {
        return network.ask(() -> !backlog.isEmpty());
    }

    /**
     * Takes the next connection, and waits for it. What it is to the reactor it is without this,
     * too: connections are established as long as the backlog has room.
     *
     * @throws AssertionError when nobody connects within {@link MemoryNetwork#patience}
     * @throws IllegalStateException when this was closed
     */
    public TestPeer accept() {
        return network.changing(() -> {
            network.awaitUntil(() -> backlog.isClosed() || !backlog.isEmpty());
            if (backlog.isClosed()) {
                throw new IllegalStateException("this listener was closed");
            }
            MemoryEnd end = backlog.poll();
            if (end == null) {
                throw new AssertionError("nobody has connected to " + backlog.address());
            }
            return new TestPeer(network, end);
        });
    }

    /** Listens no more; what was accepted lives on, what waits is reset. */
    @Override
    public void close() {
        network.unbind(backlog);
    }
}
