package io.github.reactorboot.runtime.engine;

import java.io.Closeable;
import java.net.SocketAddress;

/** A bound, listening socket of an engine. Event loop only. */
public interface ListeningSocket extends Closeable {

    /** The bound address, with the port that the system chose if 0 was asked for. */
    SocketAddress localAddress();

    /**
     * Lets other engines of this process listen on the same address, so that the system spreads
     * connections over them (SO_REUSEPORT, socket(7)). Called while this is the only socket of the
     * address.
     *
     * @return false when the engine or the kind of socket knows no such thing
     */
    default boolean allowSharing() {
        return false;
    }

    /** Lets connections wait in the backlog of the system. Nothing happens if already so. */
    void pauseAccepting();

    /** Accepts again, at the most {@link ListenSettings#acceptsPerTurn()} a turn. */
    void resumeAccepting();

    /**
     * Accepts what waits in the backlog now, without regard to a pause, and reports it through
     * {@link AcceptEvents}.
     *
     * @param most how many at the most
     * @return how many were accepted
     */
    int acceptWaiting(int most);

    /**
     * Accepts and closes connections at once, with a descriptor that is kept for the time when no
     * other is left, so that peers learn that they are refused.
     *
     * @param most how many at the most
     * @return how many were closed; 0 when none waits or even that descriptor is gone
     */
    int shed(int most);

    /** Stops listening; what waits in the backlog is refused by the system. */
    @Override
    void close();
}
