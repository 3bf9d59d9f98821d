package io.github.reactorboot.runtime;

/**
 * Knows whether a draining session has heard everything that its peer had sent when the drain
 * began: its socket was looked at and nothing was there. Owned by the event loop.
 */
final class DrainWatch {

    /** A peer that never falls silent is not waited for any longer. */
    private static final long PATIENCE_NANOS = 1_000_000_000L;

    private final EventLoop loop;
    private boolean begun;
    private boolean silent;
    private long beganNanos;

    DrainWatch(EventLoop loop) {
        this.loop = loop;
    }

    /** False if the drain has begun already. */
    boolean begin() {
        if (begun) {
            return false;
        }
        begun = true;
        beganNanos = loop.nowNanos();
        return true;
    }

    /** Whether to look at the socket. */
    boolean isListening() {
        return begun && !silent;
    }

    /** The socket was looked at. */
    void looked(boolean something) {
        silent = !something || loop.nowNanos() - beganNanos > PATIENCE_NANOS;
    }

    boolean isSilent() {
        return silent;
    }
}
