package io.github.reactorboot.runtime;

import java.util.Locale;

/** Why a connection was closed before it became a session. The tag of the refused meter. */
public enum RefuseReason {
    /** The listener has as many sessions as it may have. */
    MAX_SESSIONS,
    /** The address of the peer (for IPv6 its /64 network) has as many sessions as it may have. */
    MAX_SESSIONS_PER_ADDRESS,
    /** The application's accept filter said no, or threw. */
    FILTER,
    /** No descriptor, or no memory of the system, was left to accept with. */
    DESCRIPTORS,
    /** The command queue of the event loop that was to serve it is full, or that loop is dead. */
    LOOP_OVERLOADED,
    /** The {@link Handshake} has rejected the peer, or the connection ended before it was done. */
    HANDSHAKE_FAILED,
    /** The {@link Handshake} was not done in time. */
    HANDSHAKE_TIMEOUT,
    /** The socket could not be set up. */
    IO_ERROR;

    private final String tag = name().toLowerCase(Locale.ROOT);

    /** The reason in lower case, as it stands in meters and the endpoint. */
    public String tag() {
        return tag;
    }
}
