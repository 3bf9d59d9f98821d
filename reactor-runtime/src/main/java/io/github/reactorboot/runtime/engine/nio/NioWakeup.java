package io.github.reactorboot.runtime.engine.nio;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes a selector by a byte in a pipe. {@link Selector#wakeup()} does the same, but writes while
 * it holds a lock that the woken thread wants at once, so that this one is often put to sleep a
 * second time: a command then takes about twice as long.
 */
final class NioWakeup implements NioSource {

    private static final Logger log = LoggerFactory.getLogger(NioWakeup.class);

    private final Pipe pipe;
    private final ByteBuffer read;

    private NioWakeup(Pipe pipe, ByteBuffer read) {
        this.pipe = pipe;
        this.read = read;
    }

    static NioWakeup register(Selector selector) throws IOException {
        ByteBuffer read = ByteBuffer.allocateDirect(64);
        NioWakeup wakeup = new NioWakeup(Pipe.open(), read);
        Pipe pipe = wakeup.pipe;
        try {
            // Not blocking: a full pipe has woken it already, and a thread that is interrupted
            // closes no channel that does not block.
            pipe.sink().configureBlocking(false);
            pipe.source().configureBlocking(false);
            pipe.source().register(selector, SelectionKey.OP_READ, wakeup);
            return wakeup;
        } catch (IOException | RuntimeException e) {
            wakeup.closeQuietly();
            throw e;
        }
    }

    /** Any thread; does nothing when it is closed. */
    void wakeup() {
        try {
            pipe.sink().write(ByteBuffer.wrap(new byte[1]));
        } catch (ClosedChannelException e) {
            log.trace("The loop has ended", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The pipe was ready: a wake-up that follows is told anew. On the loop. */
    void drain() throws IOException {
        int count;
        do {
            count = pipe.source().read(read.clear());
        } while (count == read.capacity());
        if (count < 0) {
            throw new IOException("the pipe that wakes the loop was closed");
        }
    }

    @Override
    public void moved(SelectionKey key) {
        // It needs no key of its own.
    }

    @Override
    public void closeQuietly() {
        closeQuietly(pipe.sink());
        closeQuietly(pipe.source());
    }

    private static void closeQuietly(Closeable end) {
        try {
            end.close();
        } catch (IOException e) {
            log.debug("Closing a pipe failed", e);
        }
    }
}
