package io.github.reactorboot.runtime;

import java.util.Locale;

/** Why a session came to its end. Exactly one for each session, and the tag of the closed meter. */
public enum CloseReason {
    /**
     * The peer closed its side (FIN; the last writer of a FIFO; a terminal that hung up), and
     * everything it had sent was answered.
     */
    PEER_CLOSED,
    /** The peer reset the connection (RST), or went away while something was sent to it. */
    PEER_RESET,
    /** The application closed the session. */
    LOCAL_CLOSE,
    /** The application aborted the session: nothing queued was flushed. */
    LOCAL_ABORT,
    /** The system reported an error; {@link Session#closeCause()} has it. */
    IO_ERROR,
    /** Neither side sent anything for the idle timeout. */
    IDLE_TIMEOUT,
    /** The peer began a frame and did not end it within the frame timeout. */
    FRAME_TIMEOUT,
    /** The peer took nothing for the write timeout although something was queued for it. */
    WRITE_TIMEOUT,
    /** A frame is, or announces to be, larger than the endpoint allows. */
    FRAME_TOO_LARGE,
    /** The received bytes break the rules of the framing or the codec. */
    PROTOCOL_ERROR,
    /**
     * A reply, or a message of a {@link SessionGroup} that closes slow members, did not fit into
     * the outbound limit.
     */
    OUTBOUND_OVERFLOW,
    /** A handler method threw; {@link Session#closeCause()} has the exception. */
    HANDLER_ERROR,
    /**
     * An executor or a queue that the session needs refused it, for instance the executor of its
     * task; {@link Session#closeCause()} says which.
     */
    REJECTED,
    /** The source was silent longest when a new one came and the listener was full; datagrams. */
    EVICTED,
    /** The memory for buffers of the reactor is used up. */
    BUFFERS_EXHAUSTED,
    /** The listener or device was told to end its sessions, or the reactor was shut down. */
    SHUTDOWN,
    /**
     * The {@link Handshake} has rejected the peer, or failed; the session was never open, and is
     * counted as {@linkplain RefuseReason#HANDSHAKE_FAILED refused}.
     */
    HANDSHAKE_FAILED,
    /** The {@link Handshake} took too long; counted as {@link RefuseReason#HANDSHAKE_TIMEOUT}. */
    HANDSHAKE_TIMEOUT,
    /** The application took the socket over, with {@link Session#detach}. */
    DETACHED,
    /** The event loop of the session died. */
    LOOP_FAILED;

    private final String tag = name().toLowerCase(Locale.ROOT);

    /** The reason in lower case, as it stands in meters and the endpoint. */
    public String tag() {
        return tag;
    }
}
