package io.github.reactorboot.runtime.engine;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * The engine's side of one connected socket. Event loop only.
 *
 * <p>After {@link #close()} or {@link #reset()} no method does anything.
 */
public interface Transport {

    /** From {@link #write}: the buffers are with the kernel; how much it took is reported later. */
    long IN_FLIGHT = -1;

    /**
     * Writes the bytes between position and limit of several buffers with one system call.
     *
     * <p>Unless everything was taken, {@link TransportEvents#onWritten} follows: with what the
     * kernel took after {@link #IN_FLIGHT}, with 0 when it is worth another try. Until then the
     * bytes must stay as they are and this method must not be called. Positions and limits are
     * undefined afterwards.
     *
     * @param gather direct buffers, at least one; the caller may change it afterwards
     * @return how many bytes the kernel took, or {@link #IN_FLIGHT}
     * @throws IOException when the connection is gone; the caller closes the transport
     */
    long write(Gather gather) throws IOException;

    /** Whether {@link #writeFile} can be called: the kernel takes bytes from files by itself. */
    default boolean writesFiles() {
        return false;
    }

    /**
     * Writes bytes of a file with one system call, without bringing them into this process
     * (sendfile(2)). As with {@link #write}, unless everything was taken {@link
     * TransportEvents#onWritten} follows with 0 and until then nothing must be written; but never
     * is anything in flight afterwards.
     *
     * @param file from the provider of this engine; may have become shorter, then less is taken
     * @param count positive
     * @return how many bytes the kernel took
     * @throws IOException when the connection is gone or the file cannot be read
     * @throws UnsupportedOperationException unless {@link #writesFiles()}
     */
    default long writeFile(FileSource file, long position, long count) throws IOException {
        throw new UnsupportedOperationException("this transport copies files");
    }

    /**
     * Looks for input now, without waiting for the next dispatch, and hands it up as that would do.
     * Never called from within an event of this transport.
     *
     * @return false when nothing has arrived, or the transport does not read; true when something
     *     was handed up, or the engine cannot tell yet
     */
    boolean readNow();

    /**
     * Asks for no more input. What the kernel has already given to the engine may still be handed
     * up: at the most as much as one {@link PollEngine#dispatch} hands up.
     */
    void pauseReading();

    /** Reads again. */
    void resumeReading();

    /** Sends FIN behind what was written; the socket can still be read. */
    void shutdownOutput() throws IOException;

    /** Whether {@link #detach} can be called. */
    default boolean isDetachable() {
        return false;
    }

    /**
     * Gives up the socket without closing it: the transport is as if closed afterwards, {@link
     * TransportEvents#onReleased} included. Not while a write is in flight.
     *
     * @return the open channel, in blocking mode and registered nowhere; the caller's
     * @throws IOException when it cannot be had; the transport is as it was, and may be closed
     * @throws UnsupportedOperationException unless {@link #isDetachable()}
     */
    default SocketChannel detach() throws IOException {
        throw new UnsupportedOperationException("this transport has no channel");
    }

    /** The local address, null once it is closed. Any thread, unlike the other methods. */
    @Nullable SocketAddress localAddress();

    /**
     * Closes the socket; what the kernel has taken is still sent. {@link
     * TransportEvents#onReleased} follows, perhaps before this returns; no other event does.
     */
    void close();

    /** As {@link #close()}, but discards what was not sent yet and resets the connection (RST). */
    void reset();
}
