package io.github.reactorboot.runtime.engine;

import java.net.Socket;
import java.util.ServiceLoader;

/**
 * The sockets of the peers in these tests. An engine that does not serve the system's own brings
 * others along, by ServiceLoader.
 */
public interface TestSockets {

    /** Not connected. */
    Socket open();

    /** Of the given sockets if there are any, else the system's. */
    static Socket next() {
        return ServiceLoader.load(TestSockets.class)
                .findFirst()
                .map(TestSockets::open)
                .orElseGet(Socket::new);
    }
}
