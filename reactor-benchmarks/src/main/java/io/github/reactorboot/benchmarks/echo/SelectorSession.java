package io.github.reactorboot.benchmarks.echo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** One connection of a {@link SelectorLoop}, used by its thread alone. */
final class SelectorSession {

    private final SelectorLoop loop;
    private final SocketChannel channel;
    private final SelectionKey key;

    /**
     * The beginning of a message whose end has not arrived, to be filled on; as large as the
     * message if that is more than the loop's buffer takes. Null if there is none.
     */
    private @Nullable ByteBuffer rest;

    /** What the kernel has not taken; null if it has taken all. */
    private @Nullable SelectorBacklog backlog;

    private boolean reading = true;
    private boolean inputEnded;

    SelectorSession(SelectorLoop loop, SocketChannel channel, SelectionKey key) {
        this.loop = loop;
        this.channel = channel;
        this.key = key;
    }

    /** The kernel has something to say. */
    void ready() {
        try {
            if (backlog != null && key.isWritable()) {
                writeBacklog(backlog);
            }
            if (reading && key.isValid() && key.isReadable()) {
                read();
            }
        } catch (IOException e) {
            close();
        }
    }

    /** Reads until a read leaves room, which saves the read that would find nothing. */
    private void read() throws IOException {
        boolean full;
        do {
            ByteBuffer in = incoming();
            if (channel.read(in) < 0) {
                endInput();
                return;
            }
            full = !in.hasRemaining();
            in.flip();
            int end = in.limit();
            int whole = loop.frames().wholeBytes(in);
            if (whole > 0) {
                loop.deliver(this, in.limit(whole));
                in.limit(end);
            }
            keep(in, whole);
        } while (full && reading);
    }

    /** Where to read to: behind what was kept. */
    private ByteBuffer incoming() {
        ByteBuffer shared = loop.buffer().clear();
        ByteBuffer kept = rest;
        if (kept == null) {
            return shared;
        }
        if (kept.capacity() > shared.capacity()) {
            return kept;
        }
        rest = null;
        return shared.put(kept.flip());
    }

    @SuppressWarnings("ReferenceEquality") // a buffer is itself and nothing else
    private void keep(ByteBuffer in, int whole) throws IOException {
        int end = in.limit();
        if (in == rest) {
            if (whole == 0) {
                in.limit(in.capacity()).position(end);
            } else {
                rest = null;
            }
        } else if (whole < end) {
            int frame = loop.frames().frameBytes(in, whole);
            int bytes = frame > in.capacity() ? frame : end - whole;
            rest = ByteBuffer.allocate(bytes).put(in.position(whole));
        }
    }

    /** Sends bytes behind what waits; what the kernel does not take is copied. */
    void send(ByteBuffer bytes) throws IOException {
        SelectorBacklog waiting = backlog;
        if (waiting == null) {
            channel.write(bytes);
            if (!bytes.hasRemaining()) {
                return;
            }
            waiting = new SelectorBacklog();
            backlog = waiting;
            // An echo that cannot be sent is the reason to read no more of what it answers.
            reading = loop.isFanOut();
            listen(SelectionKey.OP_WRITE);
        }
        waiting.add(bytes);
    }

    private void writeBacklog(SelectorBacklog waiting) throws IOException {
        waiting.writeTo(channel);
        if (waiting.isEmpty()) {
            backlog = null;
            if (inputEnded) {
                close();
            } else {
                reading = true;
                listen(0);
            }
        }
    }

    private void listen(int further) {
        key.interestOps(reading ? SelectionKey.OP_READ | further : further);
    }

    /** The peer sends nothing more; what waits for it still leaves. */
    private void endInput() {
        inputEnded = true;
        reading = false;
        if (backlog == null) {
            close();
        } else {
            listen(SelectionKey.OP_WRITE);
        }
    }

    void close() {
        loop.forget(this);
        try {
            channel.close();
        } catch (IOException e) {
            // Whatever it was, there is nothing left to be done about it.
        }
    }
}
