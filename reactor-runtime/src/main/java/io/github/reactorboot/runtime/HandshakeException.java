package io.github.reactorboot.runtime;

/** The peer does not keep to the bounds of the handshake. */
public final class HandshakeException extends Exception {

    private static final long serialVersionUID = 1L;

    public HandshakeException(String message) {
        super(message);
    }
}
