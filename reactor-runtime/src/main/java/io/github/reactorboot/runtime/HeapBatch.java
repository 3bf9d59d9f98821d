package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.framing.Framer;
import java.nio.ByteBuffer;

/** A batch that collects framed payloads on the heap. Used by one thread. */
final class HeapBatch implements Batch {

    private final StreamSession session;
    private final Framer framer;
    private ByteBuffer framed = ByteBuffer.allocate(512);
    private int payloads;

    HeapBatch(StreamSession session, Framer framer) {
        this.session = session;
        this.framer = framer;
    }

    @Override
    public Batch add(ByteBuffer payload) {
        int length = payload.remaining();
        framer.checkPayload(length);
        int total = Math.addExact(length, framer.headerLength(length) + framer.trailerLength());
        if (framed.remaining() < total) {
            int capacity = Math.max(2 * framed.capacity(), Math.addExact(framed.position(), total));
            framed = ByteBuffer.allocate(capacity).put(framed.flip());
        }
        framer.putHeader(framed, length);
        framed.put(framed.position(), payload, payload.position(), length);
        framed.position(framed.position() + length);
        framer.putTrailer(framed);
        payloads++;
        return this;
    }

    @Override
    public int size() {
        return framed.position();
    }

    @Override
    public void clear() {
        framed.clear();
        payloads = 0;
    }

    @Override
    public SendResult send() {
        if (payloads == 0) {
            return session.isOpen() ? SendResult.ACCEPTED : SendResult.CLOSED;
        }
        framed.flip();
        SendResult result = session.sendFramed(framed, payloads);
        clear();
        return result;
    }

    @Override
    public void close() {
        send();
    }
}
