package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.engine.ListenSettings;
import java.io.IOException;
import java.net.SocketAddress;

/** One socket of a {@link Listener}, on one event loop. On that loop unless it says otherwise. */
sealed interface ListenerSocket permits Acceptor, DatagramPort {

    /** One that is not bound yet; any thread. */
    static ListenerSocket of(
            Listener listener, EventLoop loop, LoopSpread spread, Endpoint endpoint) {
        return listener.config().transport() == TransportType.UDP
                ? DatagramPort.of(listener.config(), loop, endpoint)
                : new Acceptor(listener, loop, spread, endpoint);
    }

    /** Any thread. */
    EventLoop loop();

    /** Failed when the loop is over and nobody has stopped the socket. Any thread. */
    ListenerState state();

    /** Binds, not yet accepting; returns the bound address. */
    SocketAddress bind(ListenSettings settings) throws IOException;

    /** Lets other loops bind the address too; false if the engine cannot. */
    boolean allowSharing();

    /** Does what the listener is meant to do: accept, or let peers wait. */
    void follow(ListenerState wanted);

    /** Takes what waits, then closes; false if it was not open. */
    boolean drain();

    /** False if it was not open. */
    boolean close();

    /** Its loop has ended, and closed the socket. Any thread. */
    void lost();
}
