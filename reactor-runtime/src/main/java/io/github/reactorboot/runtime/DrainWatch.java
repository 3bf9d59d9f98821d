package io.github.reactorboot.runtime;

/**
 * Knows whether a draining session has heard everything that its peer had sent when the drain
 * began: its socket was looked at and nothing was there. Owned by the event loop.
 */
final class DrainWatch {

    /** A peer that never falls silent is not waited for any longer. */
    private static final long PATIENCE_NANOS = 1_000_000_000L;

    private final EventLoop loop;
    private final long beganNanos;
    private boolean silent;

    /** The drain begins. */
    DrainWatch(EventLoop loop) {
        this.loop = loop;
        this.beganNanos = loop.nowNanos();
    }

    /** Whether to look at the socket. */
    boolean isListening() {
        return !silent;
    }

    /** The socket was looked at. */
    void looked(boolean something) {
        silent = !something || loop.nowNanos() - beganNanos > PATIENCE_NANOS;
    }

    boolean isSilent() {
        return silent;
    }
}
