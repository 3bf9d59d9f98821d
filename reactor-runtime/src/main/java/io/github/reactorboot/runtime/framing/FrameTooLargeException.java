package io.github.reactorboot.runtime.framing;

/** A frame is, or announces to be, larger than the endpoint allows; the session is closed. */
public final class FrameTooLargeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Says what was announced and what is allowed.
     *
     * @param bytes the least length of the payload
     * @param most the largest payload that is allowed
     */
    public FrameTooLargeException(long bytes, long most) {
        // Peers can provoke this at any rate: no stack trace.
        super(
                "frame of at least %d bytes, allowed are %d".formatted(bytes, most),
                null,
                false,
                false);
    }
}
