package io.github.reactorboot.runtime;

import org.jspecify.annotations.Nullable;

/** Learns what became of a payload that was accepted by {@link Session#send}. */
@FunctionalInterface
public interface FlushCallback {

    /**
     * Called once, on the event loop.
     *
     * @param failure null when the kernel took the last byte of the payload; else why it never will
     */
    void onFlushed(Session session, @Nullable Throwable failure);
}
