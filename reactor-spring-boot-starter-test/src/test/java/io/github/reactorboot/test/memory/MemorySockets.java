package io.github.reactorboot.test.memory;

import io.github.reactorboot.runtime.engine.TestSockets;
import java.net.Socket;

/** The peers of the runtime's suite, in the network of the process. */
public final class MemorySockets implements TestSockets {

    @Override
    public Socket open() {
        return new MemorySocket(MemoryNetwork.ofProcess());
    }
}
