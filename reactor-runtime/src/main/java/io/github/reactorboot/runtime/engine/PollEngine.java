package io.github.reactorboot.runtime.engine;

import java.io.Closeable;
import java.io.IOException;

/**
 * The synchronous event demultiplexer (POSA2) of one event loop, in the shape of completions: the
 * engine performs the reads, writes and accepts, and hands up what came of them. Whether the kernel
 * announces readiness (epoll, nio) or completion (io_uring) is not to be seen from above.
 *
 * <p>Owned by the thread of its loop. Only {@link #wakeup()} may be called from another thread. A
 * turn of the loop calls {@link #await} and then {@link #dispatch} once each; the loop reads its
 * clock in between, so that every event of a turn has one time.
 */
public interface PollEngine extends Closeable {

    /** For {@link #await}: until an event or a wake-up. */
    long FOREVER = Long.MAX_VALUE;

    /**
     * Waits until there is something to dispatch, the time is over, or {@link #wakeup()} was
     * called. May return early for no reason.
     *
     * @param timeoutNanos how long to wait at the most: 0 to look only, {@link #FOREVER} without
     *     end, or any value in between
     * @return how many sources have events
     * @throws IOException when the engine cannot go on; interruption by a signal is not an error
     */
    int await(long timeoutNanos) throws IOException;

    /**
     * Hands out the events that {@link #await} found, by calling {@link TransportEvents}, {@link
     * ConnectEvents}, {@link AcceptEvents}, {@link DatagramEvents} and {@link ReadyEvents}. Those
     * may close or write to any transport of this engine meanwhile; an event of a transport that
     * was closed in this turn is dropped, and one of a watch that was cancelled. Hands up a bounded
     * number of bytes for each transport, so that one peer does not hold up the others.
     *
     * @return how many events were handed out
     */
    int dispatch();

    /** Ends a wait that is going on, or the next one. Any thread. */
    void wakeup();

    /**
     * Binds a listening socket, not yet accepting.
     *
     * @throws IOException (as {@link java.net.BindException} where that fits) when the address
     *     cannot be bound
     */
    ListeningSocket listen(ListenSettings settings, AcceptEvents events) throws IOException;

    /**
     * Begins to connect, without waiting. What comes of it is reported by a later {@link
     * #dispatch}, never before this returns; the engine knows no timeout. {@link #close()} cancels
     * what is under way.
     *
     * @throws IOException when it cannot even begin: there is no descriptor left, or the local
     *     address cannot be bound
     */
    default PendingConnect connect(ConnectSettings settings, ConnectEvents events)
            throws IOException {
        throw new IOException("this engine cannot connect to " + settings.remote());
    }

    /**
     * Binds a datagram socket, not yet receiving.
     *
     * @throws IOException (as {@link java.net.BindException} where that fits) when the address
     *     cannot be bound
     */
    default DatagramTransport bind(DatagramSettings settings, DatagramEvents events)
            throws IOException {
        throw new IOException("this engine serves no datagrams");
    }

    /**
     * Takes over an accepted or connected socket, which may come from another engine of the same
     * kind, and begins to read from it.
     *
     * @throws IOException when it cannot be registered; the socket is closed then
     */
    Transport open(ConnectedSocket accepted, SocketSettings settings, TransportEvents events)
            throws IOException;

    /**
     * Opens something that is no socket, and begins to read from it.
     *
     * @throws UnsupportedResourceException when this engine cannot serve such a thing; the message
     *     says which one can
     * @throws IOException when it cannot be opened
     */
    default Transport open(Resource resource, TransportEvents events) throws IOException {
        throw new UnsupportedResourceException(
                "this engine serves sockets only; %s needs the engine epoll or io_uring"
                        .formatted(resource));
    }

    /**
     * Tells from the next {@link #dispatch} on when something that the caller owns is ready, in
     * each turn in which it is, until the watch is cancelled.
     *
     * @throws UnsupportedResourceException when this engine cannot watch such a thing; the message
     *     says which one can, or why none can
     * @throws IOException when it is closed, blocks, or is watched by this engine already
     */
    default ResourceWatch watch(Watchable resource, Interest interest, ReadyEvents events)
            throws IOException {
        throw UnsupportedResourceException.toWatch(resource);
    }

    /**
     * Closes the engine and every socket it still holds, on the thread of the loop. The only event
     * that is handed out is {@link TransportEvents#onReleased}, for transports that were closed and
     * not yet released: when this returns, the kernel uses no buffer any more. What was watched is
     * left as it is.
     */
    @Override
    void close();
}
