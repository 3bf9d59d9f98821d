package io.github.reactorboot.runtime;

/** Makes the handshakes of an endpoint. Called on event loops, on several at a time. */
@FunctionalInterface
public interface HandshakeSource {

    /**
     * A handshake of its own for each session. What is thrown fails it.
     *
     * @param session not open; its addresses and attributes can be used already
     */
    Handshake handshakeFor(Session session) throws Exception;
}
