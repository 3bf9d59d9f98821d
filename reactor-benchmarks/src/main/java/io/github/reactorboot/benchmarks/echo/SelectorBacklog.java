package io.github.reactorboot.benchmarks.echo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** Bytes that the kernel would not take, in order. */
final class SelectorBacklog {

    /** Offered at once: a heap buffer is copied to direct memory by the JDK each time. */
    private static final int PIECE_BYTES = 64 << 10;

    private ByteBuffer bytes = ByteBuffer.allocate(PIECE_BYTES);
    private int sent;

    boolean isEmpty() {
        return sent == bytes.position();
    }

    /** Takes over what remains in a buffer. */
    void add(ByteBuffer rest) throws IOException {
        int waiting = bytes.position() - sent;
        if (waiting + rest.remaining() > EchoOptions.QUEUE_BYTES_MAX) {
            throw new IOException("a receiver that does not keep up");
        }
        if (bytes.remaining() < rest.remaining()) {
            int wanted = Math.max(2 * waiting, waiting + rest.remaining());
            ByteBuffer from = bytes.flip().position(sent);
            bytes = ByteBuffer.allocate(Math.max(PIECE_BYTES, wanted)).put(from);
            sent = 0;
        }
        bytes.put(rest);
    }

    /** Writes as much as goes. */
    void writeTo(WritableByteChannel channel) throws IOException {
        int end = bytes.position();
        boolean taken = true;
        while (taken && sent < end) {
            bytes.limit(Math.min(end, sent + PIECE_BYTES)).position(sent);
            channel.write(bytes);
            taken = !bytes.hasRemaining();
            sent = bytes.position();
        }
        bytes.limit(bytes.capacity()).position(end);
    }
}
