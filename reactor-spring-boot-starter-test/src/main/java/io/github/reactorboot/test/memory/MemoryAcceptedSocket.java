package io.github.reactorboot.test.memory;

import io.github.reactorboot.runtime.engine.AcceptedSocket;
import java.net.SocketAddress;

/** An end on its way to its loop. */
record MemoryAcceptedSocket(MemoryNetwork network, MemoryEnd end) implements AcceptedSocket {

    @Override
    public SocketAddress remoteAddress() {
        return end.remote();
    }

    @Override
    public void close() {
        network.change(end::close);
    }
}
