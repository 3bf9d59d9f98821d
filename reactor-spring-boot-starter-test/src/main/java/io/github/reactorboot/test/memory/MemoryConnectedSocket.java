package io.github.reactorboot.test.memory;

import io.github.reactorboot.runtime.engine.ConnectedSocket;
import java.net.SocketAddress;

/** An end on its way to its loop. */
record MemoryConnectedSocket(MemoryNetwork network, MemoryEnd end) implements ConnectedSocket {

    @Override
    public SocketAddress remoteAddress() {
        return end.remote();
    }

    @Override
    public void close() {
        network.change(end::close);
    }
}
