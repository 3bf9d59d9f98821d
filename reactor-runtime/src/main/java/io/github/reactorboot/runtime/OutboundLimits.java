package io.github.reactorboot.runtime;

/**
 * Bounds of the outbound queue of one session, in bytes.
 *
 * @param highWaterBytes beyond this the session is not writable and reads nothing more
 * @param lowWaterBytes below this it is writable again and reads on
 * @param limitBytes a payload that would go beyond this is refused whole
 */
public record OutboundLimits(long highWaterBytes, long lowWaterBytes, long limitBytes) {

    /** 64 KiB, 32 KiB, 1 MiB. */
    public static final OutboundLimits DEFAULT = new OutboundLimits(64 << 10, 32 << 10, 1 << 20);

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
}
