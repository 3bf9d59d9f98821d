package io.github.reactorboot.engine.linux.socket;

import java.io.IOException;

/**
 * Tells a kernel that ends every wait at once and for no reason, which uses up a processor and
 * serves nobody, from waits whose time is over. Owned by one event loop.
 */
public final class UselessWaits {

    /** The clock is read for the first of so many only. */
    private static final int MANY = 512;

    private static final long PATIENCE_NANOS = 1_000_000_000L;

    /** A longer wait counts as this, so that sums do not overflow. */
    private static final long LONGEST_NANOS = 60_000_000_000L;

    private int count;
    private long began;
    private long askedNanos;

    /** A wait has brought something. */
    public void end() {
        count = 0;
    }

    /**
     * A wait has brought nothing; not for one that a signal has ended.
     *
     * @param call the system call, for the message
     * @param timeoutNanos how long it was to wait at the most
     * @throws IOException when so many were so short that the loop must not go on
     */
    public void add(String call, long timeoutNanos) throws IOException {
        if (count == 0) {
            began = System.nanoTime();
            askedNanos = 0;
        } else {
            askedNanos += Math.min(timeoutNanos, LONGEST_NANOS);
        }
        count++;
        if (count % MANY == 0) {
            judge(call, System.nanoTime() - began);
        }
    }

    private void judge(String call, long tookNanos) throws IOException {
        if (tookNanos >= askedNanos / 2) {
            count = 0;
        } else if (tookNanos >= PATIENCE_NANOS) {
            throw new IOException(
                    "%s returned %d times in a row, early and without an event"
                            .formatted(call, count));
        }
    }
}
