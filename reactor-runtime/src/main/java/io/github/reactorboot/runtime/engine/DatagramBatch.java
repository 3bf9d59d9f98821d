package io.github.reactorboot.runtime.engine;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Datagrams that are sent together, in their order. One object serves all sends of an event loop,
 * which owns it; who fills it clears it afterwards.
 */
public final class DatagramBatch {

    /** How many datagrams one batch takes; far below the 1024 of sendmmsg(2). */
    public static final int DATAGRAMS_MAX = 64;

    private final @Nullable SocketAddress[] targets = new @Nullable SocketAddress[DATAGRAMS_MAX];
    private final @Nullable ByteBuffer[] buffers = new @Nullable ByteBuffer[DATAGRAMS_MAX];
    private final long[] addresses = new long[DATAGRAMS_MAX];
    private final int[] offsets = new int[DATAGRAMS_MAX];
    private final int[] lengths = new int[DATAGRAMS_MAX];
    private int count;

    /** Whether no further datagram can be added. */
    public boolean isFull() {
        return count == DATAGRAMS_MAX;
    }

    /**
     * Adds a datagram.
     *
     * @param target to whom it goes
     * @param direct has the payload; its position and limit are undefined after the batch was sent
     * @param address what {@link PollEngineProvider#addressOf} said of this buffer
     * @param offset index of the first byte of the payload
     * @param length bytes of the payload, perhaps 0
     */
    public void add(SocketAddress target, ByteBuffer direct, long address, int offset, int length) {
        targets[count] = target;
        buffers[count] = direct;
        addresses[count] = address;
        offsets[count] = offset;
        lengths[count] = length;
        count++;
    }

    /** How many datagrams there are. */
    public int count() {
        return count;
    }

    /** To whom a datagram goes. */
    public SocketAddress target(int index) {
        return Objects.requireNonNull(targets[index]);
    }

    /** The payload of a datagram between position and limit, until another one is asked for. */
    public ByteBuffer payload(int index) {
        ByteBuffer buffer = Objects.requireNonNull(buffers[index]);
        return buffer.limit(offsets[index] + lengths[index]).position(offsets[index]);
    }

    /** The address of the first byte of a payload, if its engine knows addresses. */
    public long address(int index) {
        return addresses[index] + offsets[index];
    }

    /** Bytes of a payload. */
    public int length(int index) {
        return lengths[index];
    }

    /** Forgets the datagrams. */
    public void clear() {
        for (int i = 0; i < count; i++) {
            targets[i] = null;
            buffers[i] = null;
        }
        count = 0;
    }
}
