package io.github.reactorboot.runtime.framing;

/**
 * One look of a {@link Framer} at the bytes received so far: carries the answer out, and the memo
 * of an unfinished frame in and out. All offsets are relative to the position of the scanned
 * buffer.
 *
 * <p>Each event loop has one instance and uses it for all its sessions; it is not to be kept.
 */
public final class FrameScan {

    private long maxPayload = Integer.MAX_VALUE;
    private long memo;
    private long needed;
    private long payloadAtLeast;
    private int payloadOffset;
    private int payloadLength;
    private int frameLength;

    /** Prepares the next look: the payload bound of the endpoint and the memo of the session. */
    public FrameScan begin(long maxPayload, long memo) {
        this.maxPayload = maxPayload;
        this.memo = memo;
        this.needed = 0;
        this.payloadAtLeast = 0;
        return this;
    }

    /**
     * The frame is complete. A payload beyond {@link #maxPayload()} closes the session, so a framer
     * need not compare.
     *
     * @param payloadOffset where the payload begins
     * @param payloadLength length of the payload in bytes, may be 0
     * @param frameLength length of the whole frame, at least 1; the next frame begins there
     * @return true, so that a framer can return the call
     */
    public boolean complete(int payloadOffset, int payloadLength, int frameLength) {
        this.payloadOffset = payloadOffset;
        this.payloadLength = payloadLength;
        this.frameLength = frameLength;
        this.memo = 0;
        return true;
    }

    /**
     * The frame needs more bytes.
     *
     * @param needed how many bytes, counted from the position, must be there before another look
     *     can find more: more than there are now, and there is no other look until then; or 0 when
     *     any further byte may end the frame or make it too large
     * @param payloadAtLeast the length in bytes that the payload has at least: what was declared
     *     or, if nothing was, what has arrived. Beyond {@link #maxPayload()} the session is closed,
     *     before anything is allocated for it
     * @param memo anything that spares the next look work already done, 0 at the start of a frame
     * @return false, so that a framer can return the call
     */
    public boolean incomplete(long needed, long payloadAtLeast, long memo) {
        this.needed = needed;
        this.payloadAtLeast = payloadAtLeast;
        this.memo = memo;
        return false;
    }

    /** The largest payload in bytes that the endpoint takes. */
    public long maxPayload() {
        return maxPayload;
    }

    /** What the last look at this unfinished frame left; 0 at the first look. */
    public long memo() {
        return memo;
    }

    /** Bytes from the position that the next look needs; 0 if unknown. */
    public long needed() {
        return needed;
    }

    /** Least length of the payload of an unfinished frame. */
    public long payloadAtLeast() {
        return payloadAtLeast;
    }

    /** Where the payload of a complete frame begins. */
    public int payloadOffset() {
        return payloadOffset;
    }

    /** Length of the payload of a complete frame. */
    public int payloadLength() {
        return payloadLength;
    }

    /** Length of the complete frame. */
    public int frameLength() {
        return frameLength;
    }

    /**
     * Checks the bounds of a complete frame: a framer of the application may be wrong.
     *
     * @param remaining bytes that were there to be scanned
     * @throws FramingException when the frame does not lie within them
     */
    public void validate(int remaining) {
        if (frameLength <= 0
                || frameLength > remaining
                || payloadOffset < 0
                || payloadLength < 0
                || payloadOffset > frameLength - payloadLength) {
            throw new FramingException(
                    "framer reported a frame of %d bytes with a payload of %d at %d, of %d received"
                            .formatted(frameLength, payloadLength, payloadOffset, remaining));
        }
    }

    /**
     * Checks what an unfinished frame needs: a framer of the application may be wrong.
     *
     * @param remaining bytes that were there to be scanned
     * @throws FramingException when it needs no more than those, and would never be asked again
     */
    public void validateNeeded(int remaining) {
        if (needed != 0 && needed <= remaining) {
            throw new FramingException(
                    "framer needs %d bytes, of %d received".formatted(needed, remaining));
        }
    }

    @Override
    public String toString() {
        return "FrameScan[frame=%d, payload=%d at %d, needed=%d, memo=%d]"
                .formatted(frameLength, payloadLength, payloadOffset, needed, memo);
    }
}
