package io.github.reactorboot.runtime;

import java.nio.ByteBuffer;

/** A session on its way to being open, as its {@link Handshake} sees it. */
public interface OpeningSession {

    /**
     * The session. Its attributes, which the handler sees later, can be set on the event loop;
     * {@link Session#send} and the like answer {@link SendResult#CLOSED} until the session is open.
     */
    Session session();

    /**
     * Sends bytes as they are. They are copied; the position is not moved. Event loop only.
     *
     * @return {@link SendResult#CLOSED} when the handshake is over
     * @throws IllegalStateException when called from another thread
     */
    SendResult send(ByteBuffer bytes);

    /**
     * The handshake is done: the session opens, as soon as the method that is running has returned.
     * Any thread; does nothing when the handshake is over.
     */
    void finish();

    /**
     * The peer is refused: what was sent to it is flushed, then the connection is closed. Any
     * thread; does nothing when the handshake is over.
     *
     * @param cause becomes the {@link Session#closeCause()}
     */
    void reject(Throwable cause);
}
