package io.github.reactorboot.runtime.exchange;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads from a payload by which key requests and replies find each other, for instance a number
 * that the peer repeats. Serves several threads at once, so it keeps no state.
 */
@FunctionalInterface
public interface CorrelationKey {

    /**
     * The key of a payload: a value with {@code equals} and {@code hashCode} of its own, which
     * holds no view of the payload. A request is looked at in the thread that calls {@code
     * exchange}, a received frame on the event loop.
     *
     * <p>What this throws for a request fails its future; what it throws for a received frame
     * closes the session, as what {@code onMessage} throws: {@link
     * io.github.reactorboot.runtime.framing.FramingException} for bytes that break the protocol.
     *
     * @param payload big-endian; its position may be moved, its bytes must not be touched
     * @return null if this is not a reply; a request without a key is refused
     */
    @Nullable Object of(ByteBuffer payload);

    /** Four bytes, big-endian, so far behind the begin of the payload. */
    static CorrelationKey ofInt(int offset) {
        checkOffset(offset);
        return payload ->
                payload.remaining() - Integer.BYTES < offset
                        ? null
                        : payload.getInt(payload.position() + offset);
    }

    /** Eight bytes, big-endian, so far behind the begin of the payload. */
    static CorrelationKey ofLong(int offset) {
        checkOffset(offset);
        return payload ->
                payload.remaining() - Long.BYTES < offset
                        ? null
                        : payload.getLong(payload.position() + offset);
    }

    private static void checkOffset(int offset) {
        if (offset < 0) {
            throw new IllegalArgumentException("offset must not be negative, was " + offset);
        }
    }
}
