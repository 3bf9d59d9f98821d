package io.github.reactorboot.runtime;

/**
 * Finds out when a draining session has heard everything that its peer had sent when the drain
 * began: when the engine has looked at its socket and found nothing. Owned by the event loop.
 */
final class DrainWatch {

    /** A peer that never falls silent is not waited for any longer. */
    private static final long PATIENCE_NANOS = 1_000_000_000L;

    /** A whole turn lies between the last bytes and the silence. */
    private static final int SILENT_TURNS = 2;

    private final EventLoop loop;
    private boolean begun;
    private long beganNanos;
    private long silentAtTurn;

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
        heard();
        return true;
    }

    /** Bytes were received. */
    void heard() {
        if (begun) {
            silentAtTurn = loop.meter().turns() + SILENT_TURNS;
        }
    }

    /** Whether the peer has fallen silent. */
    boolean isSilent() {
        return begun
                && (loop.meter().turns() >= silentAtTurn
                        || loop.nowNanos() - beganNanos > PATIENCE_NANOS);
    }
}
