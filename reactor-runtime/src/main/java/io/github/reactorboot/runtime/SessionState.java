package io.github.reactorboot.runtime;

import org.jspecify.annotations.Nullable;

/**
 * Where a session stands: its phase, what blocks the delivery of frames, and why it ends. Written
 * by the event loop; the phase and the reason may be read by any thread.
 *
 * <pre>
 *            open()            FIN of the peer, or drain
 *  OPENING ---------> OPEN -------------------------------> FINISHING
 *                      |                                     |  what was received is answered
 *        close(),      |                                     |
 *        timeout,      v                                     v
 *        bad frame  CLOSING ---- all sent, FIN sent ------> LINGERING
 *                      |                                     |  FIN of the peer, or close timeout
 *                      v                                     |
 *                     CLOSED . . . . . . . . . . . . . . . . +
 *          (from everywhere: reset by the peer, abort(), write timeout, end of the loop)
 * </pre>
 *
 * <p>Frames are delivered in OPEN and FINISHING; payloads are taken for sending in OPENING, OPEN
 * and FINISHING. OPENING lasts as long as the handshake, if there is one, and nothing is taken
 * then.
 */
final class SessionState {

    enum Phase {
        OPENING,
        OPEN,
        FINISHING,
        CLOSING,
        LINGERING,
        CLOSED
    }

    static final int BLOCKED_BY_APPLICATION = 1;
    static final int BLOCKED_BY_OUTPUT = 2;
    static final int BLOCKED_BY_REPLIES = 4;
    static final int BLOCKED_BY_RATE = 8;
    private static final int BLOCKED_BY_END = 16;

    private static final int INPUT_CLOSED = 1 << 30;
    private static final int WAS_BLOCKED = 1 << 29;
    private static final int END_NOW = 1 << 28;
    private static final int RESET_AT_END = 1 << 27;

    private volatile Phase phase = Phase.OPENING;
    private int blocks;

    /** Bits: the lists of the loop that the session is in, and those above. */
    private int marks;

    private volatile @Nullable CloseReason closeReason;
    private volatile @Nullable Throwable closeCause;

    Phase phase() {
        return phase;
    }

    void opened() {
        if (phase == Phase.OPENING) {
            phase = Phase.OPEN;
        }
    }

    /** No more input will come: what was received is still delivered and answered. */
    void finishing(CloseReason reason) {
        phase = Phase.FINISHING;
        closeReason = reason;
    }

    /**
     * As {@link #closing}, but the socket is to be handed out; a reason to close takes that back.
     */
    void detaching() {
        phase = Phase.CLOSING;
        blocks |= BLOCKED_BY_END;
        closeReason = null;
    }

    boolean isDetaching() {
        return phase == Phase.CLOSING && closeReason == null;
    }

    /** Nothing is delivered or taken any more; the first reason stands. */
    void closing(CloseReason reason, @Nullable Throwable cause) {
        if (!isEnding() || isDetaching()) {
            blocks |= BLOCKED_BY_END;
            closeReason = reason;
            closeCause = cause;
            phase = Phase.CLOSING;
        }
    }

    void lingering() {
        phase = Phase.LINGERING;
        blocks |= BLOCKED_BY_END;
    }

    /** The end; a reason that stands already is kept. */
    void closed(CloseReason reason, @Nullable Throwable cause) {
        if (closeReason == null || phase.compareTo(Phase.FINISHING) <= 0) {
            closeReason = reason;
            closeCause = cause;
        }
        phase = Phase.CLOSED;
        blocks |= BLOCKED_BY_END;
    }

    /** It ends with this turn, without flushing. */
    void endNow(boolean reset) {
        marks |= reset ? END_NOW | RESET_AT_END : END_NOW;
    }

    boolean isEndingNow() {
        return (marks & END_NOW) != 0;
    }

    boolean isResetAtEnd() {
        return (marks & RESET_AT_END) != 0;
    }

    /** Whether the end has begun in any way; any thread. */
    boolean isFinal() {
        return phase.compareTo(Phase.FINISHING) >= 0;
    }

    /** Whether nothing is delivered any more. */
    boolean isEnding() {
        return phase.compareTo(Phase.CLOSING) >= 0;
    }

    /** The peer has sent FIN. */
    void inputClosed() {
        marks |= INPUT_CLOSED;
    }

    boolean isInputClosed() {
        return (marks & INPUT_CLOSED) != 0;
    }

    boolean isClosed() {
        return phase == Phase.CLOSED;
    }

    /** Whether the peer's FIN begins the end, which it does once. */
    boolean isBeforeFinishing() {
        return phase.compareTo(Phase.FINISHING) < 0;
    }

    boolean isBlocked() {
        return blocks != 0;
    }

    boolean isBlockedBy(int reasons) {
        return (blocks & reasons) != 0;
    }

    boolean isBlockedOnlyBy(int reason) {
        return blocks == reason;
    }

    void block(int reason) {
        blocks |= reason;
        marks |= WAS_BLOCKED;
    }

    /** Whether delivery was blocked since the last such question. */
    boolean takeWasBlocked() {
        boolean was = (marks & WAS_BLOCKED) != 0;
        marks &= ~WAS_BLOCKED;
        return was;
    }

    /** False if that did not block. */
    boolean unblock(int reason) {
        boolean blocked = (blocks & reason) != 0;
        blocks &= ~reason;
        return blocked;
    }

    /** Notes that the session is in a list of its loop; false if it is already. */
    boolean markListed(int list) {
        if ((marks & list) != 0) {
            return false;
        }
        marks |= list;
        return true;
    }

    void unmarkListed(int list) {
        marks &= ~list;
    }

    @Nullable CloseReason closeReason() {
        return closeReason;
    }

    CloseReason closeReasonOr(CloseReason otherwise) {
        CloseReason reason = closeReason;
        return reason == null ? otherwise : reason;
    }

    @Nullable Throwable closeCause() {
        return closeCause;
    }
}
