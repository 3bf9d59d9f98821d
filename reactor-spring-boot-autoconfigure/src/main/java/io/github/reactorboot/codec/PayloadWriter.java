package io.github.reactorboot.codec;

/**
 * Writes objects of one type as payloads. Called on event loops and, for replies that complete
 * later, on other threads; several at once.
 *
 * @param <T> what is written
 */
@FunctionalInterface
public interface PayloadWriter<T> {

    /**
     * Writes one object. What is in the sink afterwards is the payload.
     *
     * @param value the object; not null
     * @param sink takes the bytes; valid during this call only
     * @throws Exception when the object cannot be written: treated as an exception of the handler
     */
    void write(T value, PayloadSink sink) throws Exception;
}
