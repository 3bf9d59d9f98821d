package io.github.reactorboot.runtime.engine;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The buffers of one gathering write, in their order. One object serves all writes of an event
 * loop, which owns it; who fills it clears it afterwards.
 */
public final class Gather {

    /** How many buffers one write takes; far below the 1024 of writev(2). */
    public static final int BUFFERS_MAX = 64;

    private final @Nullable ByteBuffer[] buffers = new @Nullable ByteBuffer[BUFFERS_MAX];
    private final long[] addresses = new long[BUFFERS_MAX];
    private int count;
    private long bytes;

    /** Whether no further buffer can be added. */
    public boolean isFull() {
        return count == BUFFERS_MAX;
    }

    /**
     * Adds the bytes between position and limit of a direct buffer.
     *
     * @param address what {@link PollEngineProvider#addressOf} said of this buffer
     */
    public void add(ByteBuffer buffer, long address) {
        buffers[count] = buffer;
        addresses[count] = address;
        count++;
        bytes += buffer.remaining();
    }

    /** How many buffers there are. */
    public int count() {
        return count;
    }

    /** How many bytes were in the buffers when they were added. */
    public long bytes() {
        return bytes;
    }

    /** One of the buffers. */
    public ByteBuffer buffer(int index) {
        return Objects.requireNonNull(buffers[index]);
    }

    /** The address of the byte at the position of a buffer, if its engine knows addresses. */
    public long address(int index) {
        return addresses[index] + buffer(index).position();
    }

    /** The buffers as an array, of which the first {@link #count()} count. */
    @SuppressWarnings("NullAway") // the elements that count are not null
    public ByteBuffer[] buffers() {
        return buffers;
    }

    /** Forgets the buffers. */
    public void clear() {
        for (int i = 0; i < count; i++) {
            buffers[i] = null;
        }
        count = 0;
        bytes = 0;
    }
}
