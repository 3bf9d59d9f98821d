package io.github.reactorboot.runtime.engine;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;

/**
 * A bound datagram socket of an engine, which receives nothing until it is told to. Event loop
 * only. After {@link #close()} no method does anything, and no event is reported.
 */
public interface DatagramTransport extends Closeable {

    /**
     * The bound address, with the port that the system chose if 0 was asked for; as it was, when
     * the socket is closed. Any thread, unlike the other methods.
     */
    SocketAddress localAddress();

    /**
     * Lets other engines of this process bind the same address, so that the system spreads sources
     * over them, each source to one of them (SO_REUSEPORT, socket(7)). Called while this is the
     * only socket of the address.
     *
     * @return false when the engine knows no such thing
     */
    default boolean allowSharing() {
        return false;
    }

    /** Lets datagrams wait in the receive buffer of the system, which drops what does not fit. */
    void pauseReceiving();

    /** Receives, at the most {@link DatagramSettings#receivesPerTurn()} a turn. */
    void resumeReceiving();

    /**
     * Receives what waits now, without regard to a pause, and reports it through {@link
     * DatagramEvents}. Never called from within an event of this socket.
     *
     * @param most how many at the most
     * @return how many were received, truncated ones included
     */
    int receiveNow(int most);

    /**
     * Sends datagrams in their order, with as few system calls as the engine can. The kernel has
     * copied what it has taken.
     *
     * @return how many of the first ones the kernel took; less than all when it takes no more for
     *     now or the next one cannot be sent, which another call tells: with 0 and {@link
     *     DatagramEvents#onWritable} later, or with an exception
     * @throws IOException when the first one cannot be sent; the caller drops it and goes on
     */
    int send(DatagramBatch batch) throws IOException;

    /** Closes the socket; what it has not handed up yet is lost. */
    @Override
    void close();
}
