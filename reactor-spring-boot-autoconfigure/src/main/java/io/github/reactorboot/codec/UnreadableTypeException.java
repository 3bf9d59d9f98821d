package io.github.reactorboot.codec;

/**
 * A codec finds that no payload at all can be read as the type it was asked for. Unlike any other
 * exception of a {@link PayloadReader} it is the fault of the application, not of the peer.
 */
public final class UnreadableTypeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnreadableTypeException(Exception cause) {
        super(cause.getMessage(), cause);
    }
}
