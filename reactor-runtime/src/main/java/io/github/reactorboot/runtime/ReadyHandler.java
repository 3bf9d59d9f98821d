package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.engine.Readiness;
import org.jspecify.annotations.Nullable;

/** Is told of something that an event loop watches, on the thread of the loop. */
@FunctionalInterface
public interface ReadyHandler {

    /**
     * The resource is ready. Called once in a turn at the most, and again in each turn while it is
     * so: who neither reads, nor writes, nor asks for something else, keeps the loop busy. Must not
     * block.
     *
     * @throws Exception ends the watch, and is logged; an {@link Error} ends the loop
     */
    void onReady(Watch watch, Readiness ready) throws Exception;

    /**
     * The watch has ended; told once, and last. From now on the resource may be closed, or watched
     * again.
     *
     * @param cause null when it was cancelled or its reactor closes; else what {@link #onReady}
     *     threw, what ended the loop, {@link java.nio.channels.ClosedChannelException} when a
     *     channel was closed, or what the system has said
     */
    default void onEnded(Watch watch, @Nullable Throwable cause) {}
}
