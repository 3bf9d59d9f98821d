package io.github.reactorboot.benchmarks.echo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One thread, one selector, one buffer. The form of select that takes a consumer allocates nothing,
 * unlike the set of selected keys.
 */
final class SelectorLoop implements Runnable {

    private static final int BUFFER_BYTES = 64 << 10;

    private final SelectorFrames frames;
    private final boolean fanOut;
    private final boolean spin;
    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final Consumer<SelectionKey> ready = this::ready;
    private final Queue<SocketChannel> arrivals = new ConcurrentLinkedQueue<>();
    private final List<SelectorSession> sessions = new ArrayList<>();
    private @Nullable ServerSocketChannel listening;

    /** Who gets the accepted connections. */
    private List<SelectorLoop> loops = List.of();

    private int next;
    private volatile boolean ended;

    SelectorLoop(EchoOptions options) throws IOException {
        this.frames = SelectorFrames.of(options.framing());
        this.fanOut = options.fanOut();
        this.spin = options.idle() == Idle.SPIN;
        this.selector = Selector.open();
    }

    /** Makes this loop accept for all of them, in turn; before it runs. */
    void accept(ServerSocketChannel channel, List<SelectorLoop> receivers) throws IOException {
        listening = channel;
        loops = receivers;
        channel.register(selector, SelectionKey.OP_ACCEPT);
    }

    @Override
    public void run() {
        try {
            while (!ended) {
                if (spin) {
                    selector.selectNow(ready);
                } else {
                    selector.select(ready);
                }
                for (SocketChannel each = arrivals.poll(); each != null; each = arrivals.poll()) {
                    adopt(each);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void ready(SelectionKey key) {
        if (key.attachment() instanceof SelectorSession session) {
            session.ready();
        } else {
            acceptAll();
        }
    }

    private void acceptAll() {
        ServerSocketChannel channel = listening;
        if (channel == null) {
            return;
        }
        try {
            for (SocketChannel each = channel.accept(); each != null; each = channel.accept()) {
                SelectorLoop receiver = loops.get(next++ % loops.size());
                if (receiver == this) {
                    adopt(each);
                } else {
                    receiver.arrivals.add(each);
                    receiver.selector.wakeup();
                }
            }
        } catch (IOException e) {
            // No descriptor, or a peer that is gone already: the next turn tries again.
        }
    }

    private void adopt(SocketChannel channel) {
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
            SelectorSession session = new SelectorSession(this, channel, key);
            key.attach(session);
            if (fanOut) {
                sessions.add(session);
            }
        } catch (IOException e) {
            // The peer is gone already.
        }
    }

    /** Hands on whole messages, from index 0 to the limit. */
    void deliver(SelectorSession sender, ByteBuffer messages) throws IOException {
        if (!fanOut) {
            sender.send(messages.position(0));
            return;
        }
        // Downwards, for a session that cannot take them leaves the list.
        for (int i = sessions.size() - 1; i >= 0; i--) {
            SelectorSession session = sessions.get(i);
            if (session != sender) {
                sendOrClose(session, messages.position(0));
            }
        }
    }

    private static void sendOrClose(SelectorSession session, ByteBuffer messages) {
        try {
            session.send(messages);
        } catch (IOException e) {
            session.close();
        }
    }

    boolean isFanOut() {
        return fanOut;
    }

    void forget(SelectorSession session) {
        sessions.remove(session);
    }

    SelectorFrames frames() {
        return frames;
    }

    ByteBuffer buffer() {
        return buffer;
    }

    /** Tells the thread to end. */
    void end() {
        ended = true;
        selector.wakeup();
    }

    /** Closes everything, when the thread has ended. */
    void release() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
