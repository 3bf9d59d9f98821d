package io.github.reactorboot.codec;

import java.nio.ByteBuffer;

/**
 * Reads payloads as objects of one type. Called on event loops, several at once.
 *
 * @param <T> what is read
 */
@FunctionalInterface
public interface PayloadReader<T> {

    /**
     * Reads one payload.
     *
     * @param payload the bytes between position and limit; valid during this call only. Position
     *     and order may be changed, bytes outside must not be touched
     * @return the object; not null
     * @throws Exception when the bytes are not such an object: the session is closed with {@link
     *     io.github.reactorboot.runtime.CloseReason#PROTOCOL_ERROR}
     */
    T read(ByteBuffer payload) throws Exception;
}
