package io.github.reactorboot.runtime;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** A batch of datagrams that collects their payloads on the heap. Used by one thread. */
final class DatagramPayloads implements Batch {

    private final DatagramSession session;
    private ByteBuffer payloads = ByteBuffer.allocate(512);
    private int[] lengths = new int[8];
    private int count;

    DatagramPayloads(DatagramSession session) {
        this.session = session;
    }

    @Override
    public Batch add(ByteBuffer payload) {
        int length = payload.remaining();
        DatagramFramer.DATAGRAM.checkPayload(length);
        if (payloads.remaining() < length) {
            int needed = Math.addExact(payloads.position(), length);
            int capacity = Math.max(2 * payloads.capacity(), needed);
            payloads = ByteBuffer.allocate(capacity).put(payloads.flip());
        }
        if (count == lengths.length) {
            lengths = Arrays.copyOf(lengths, 2 * count);
        }
        payloads.put(payloads.position(), payload, payload.position(), length);
        payloads.position(payloads.position() + length);
        lengths[count++] = length;
        return this;
    }

    @Override
    public int size() {
        return payloads.position();
    }

    @Override
    public void clear() {
        payloads.clear();
        count = 0;
    }

    @Override
    public SendResult send() {
        if (count == 0) {
            return session.isOpen() ? SendResult.ACCEPTED : SendResult.CLOSED;
        }
        // Copied: another thread may look at them when this batch is filled again.
        byte[] bytes = Arrays.copyOf(payloads.array(), payloads.position());
        SendResult result = session.sendAll(ByteBuffer.wrap(bytes), Arrays.copyOf(lengths, count));
        clear();
        return result;
    }

    @Override
    public void close() {
        send();
    }
}
