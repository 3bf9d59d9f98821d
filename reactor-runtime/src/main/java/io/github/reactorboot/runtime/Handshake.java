package io.github.reactorboot.runtime;

import java.nio.ByteBuffer;

/**
 * What a session and its peer say to each other before the session is open, in bytes without
 * framing. One object for each session, made by a {@link HandshakeSource}; called on the event loop
 * of the session. It must not block; whatever takes long is done elsewhere, which ends in {@link
 * OpeningSession#finish()} or {@link OpeningSession#reject}.
 *
 * <p>{@link SessionHandler#onOpen} comes when the handshake has finished. One that fails ends the
 * connection without any call of the handler: the listener counts it as {@linkplain
 * RefuseReason#HANDSHAKE_FAILED refused}, and the {@linkplain ReactorObserver#onHandshakeFailed
 * observer} learns of it. What a method throws fails the handshake.
 */
@FunctionalInterface
public interface Handshake {

    /** The connection is there: who speaks first sends something. */
    default void onConnected(OpeningSession opening) throws Exception {}

    /**
     * The peer has sent something.
     *
     * @param bytes those that were received and not consumed, valid during this call. What the
     *     method consumes by moving the position is gone; the rest comes again, with what follows
     *     it, or becomes the first frames once the handshake has finished
     */
    void onReceived(OpeningSession opening, ByteBuffer bytes) throws Exception;

    /** The connection has ended before the handshake was finished; the last call, then. */
    default void onAbandoned(OpeningSession opening, CloseReason reason) throws Exception {}
}
