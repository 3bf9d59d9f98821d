package io.github.reactorboot.runtime.exchange;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Makes the answer of an exchange out of the frame that replies to it.
 *
 * @param <R> what the future of the exchange is completed with
 */
@FunctionalInterface
public interface ReplyReader<R extends @Nullable Object> {

    /**
     * Reads a reply. Called once at most, on the event loop of the session.
     *
     * @param frame as in {@link io.github.reactorboot.runtime.SessionHandler#onMessage}: valid
     *     during this call only
     * @throws Exception when the reply cannot be used: the future fails with it, and the session
     *     goes on
     */
    R read(ByteBuffer frame) throws Exception;

    /** A copy of the payload. */
    static ReplyReader<byte[]> bytes() {
        return frame -> {
            byte[] copy = new byte[frame.remaining()];
            frame.get(copy);
            return copy;
        };
    }

    /** The payload as text in UTF-8. */
    static ReplyReader<String> text() {
        return frame -> StandardCharsets.UTF_8.decode(frame).toString();
    }
}
