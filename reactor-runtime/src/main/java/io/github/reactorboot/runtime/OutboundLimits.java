package io.github.reactorboot.runtime;

/**
 * Bounds of the outbound queue of one session, in bytes.
 *
 * @param highWaterBytes beyond this the session is not writable, and reads nothing more unless it
 *     reads while full
 * @param lowWaterBytes below this it is writable again and reads on
 * @param limitBytes a payload that would go beyond this is refused whole
 * @param readsWhileFull whether the session is read although it is not writable: for a relay, whose
 *     two directions have nothing to do with each other. What is received must then not be answered
 *     without a look at {@link Session#isWritable()}
 */
public record OutboundLimits(
        long highWaterBytes, long lowWaterBytes, long limitBytes, boolean readsWhileFull) {

    /** 64 KiB, 32 KiB, 1 MiB. */
    public static final OutboundLimits DEFAULT = new OutboundLimits(64 << 10, 32 << 10, 1 << 20);

    /** Of a session that is not read while it is full. */
    public OutboundLimits(long highWaterBytes, long lowWaterBytes, long limitBytes) {
        this(highWaterBytes, lowWaterBytes, limitBytes, false);
    }

    public OutboundLimits {
        if (lowWaterBytes < 0) {
            throw new IllegalArgumentException(
                    "lowWaterBytes must not be negative, was " + lowWaterBytes);
        }
        if (highWaterBytes <= lowWaterBytes) {
            throw new IllegalArgumentException(
                    "highWaterBytes (%d) must be above lowWaterBytes (%d)"
                            .formatted(highWaterBytes, lowWaterBytes));
        }
        if (limitBytes < highWaterBytes) {
            throw new IllegalArgumentException(
                    "limitBytes (%d) must not be below highWaterBytes (%d)"
                            .formatted(limitBytes, highWaterBytes));
        }
    }

    /** The same for a session that is read whether it is full or not. */
    public OutboundLimits readingWhileFull() {
        return new OutboundLimits(highWaterBytes, lowWaterBytes, limitBytes, true);
    }
}
