package io.github.reactorboot.runtime.framing;

import java.nio.ByteBuffer;

/**
 * Finds where a message ends in a stream of bytes, and frames outbound payloads the same way.
 *
 * <p>One framer serves all sessions of an endpoint on all event loops at once, so it keeps no state
 * of its own: what it wants to remember between two looks at the same unfinished frame goes into
 * {@link FrameScan#memo()}, which the session keeps.
 *
 * <p>Any split of a byte stream into reads must give the same frames.
 */
public interface Framer {

    /**
     * Looks for the end of the first frame in the unread bytes of {@code in}.
     *
     * <p>Called on the event loop. The bytes from the position to the limit are those of the first
     * unfinished frame and of whatever follows it; there is at least one. The buffer may be direct
     * or not, its order is big-endian, and neither its bytes nor its position, limit and order may
     * be changed: use absolute access.
     *
     * @param in the received bytes
     * @param scan takes the answer, and holds the memo of the last look at this frame
     * @return what {@link FrameScan#complete} or {@link FrameScan#incomplete} returned
     * @throws FramingException when the bytes can never become a frame: the session is closed with
     *     a protocol error, there is no guess at where the next frame may begin
     */
    boolean scan(ByteBuffer in, FrameScan scan);

    /**
     * Checks that a payload of this length can be framed; called before anything is written.
     *
     * @throws IllegalArgumentException when it cannot, for instance because a length field of one
     *     byte cannot say 300
     */
    default void checkPayload(int payloadLength) {}

    /** Length in bytes of what stands before a payload of this length. */
    default int headerLength(int payloadLength) {
        return 0;
    }

    /** Puts the bytes that stand before a payload of this length; relative, big-endian buffer. */
    default void putHeader(ByteBuffer out, int payloadLength) {}

    /** Length in bytes of what stands behind each payload. */
    default int trailerLength() {
        return 0;
    }

    /** Puts the bytes that stand behind each payload. */
    default void putTrailer(ByteBuffer out) {}
}
