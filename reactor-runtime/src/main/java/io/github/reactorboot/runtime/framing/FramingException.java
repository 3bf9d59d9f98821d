package io.github.reactorboot.runtime.framing;

/**
 * The received bytes break the rules of the framing; the session is closed with a protocol error.
 */
public final class FramingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The message must not contain bytes of the peer unless they were escaped and cut. */
    public FramingException(String message) {
        // Peers can provoke this at any rate: no stack trace, it would say nothing anyway.
        super(message, null, false, false);
    }
}
