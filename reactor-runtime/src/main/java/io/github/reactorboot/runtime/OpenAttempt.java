package io.github.reactorboot.runtime;

/**
 * One attempt to open what a connection leads to; used once. Event loop only. What comes of it is
 * told through {@link OpenEvents}, once.
 */
sealed interface OpenAttempt permits DeviceAttempt, SocketAttempt {

    /** Begins; the outcome may be told before this returns. */
    void begin();

    /** Gives up: nothing stays open, and nothing is told any more. Does nothing after the end. */
    void cancel();
}
