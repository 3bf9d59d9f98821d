package io.github.reactorboot.runtime;

import java.nio.ByteBuffer;

/** Payloads that leave together. Not thread-safe: one thread fills a batch. */
public interface Batch extends AutoCloseable {

    /** Adds a payload, which is copied; the framing is put around each. */
    Batch add(ByteBuffer payload);

    /** Bytes added so far, framing included. */
    int size();

    /** Forgets what was added. */
    void clear();

    /** Sends what was added, whole or not at all, and empties the batch. */
    SendResult send();

    /** As {@link #send()}; a refusal is not reported by this method. Never throws. */
    @Override
    void close();
}
