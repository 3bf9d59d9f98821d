package io.github.reactorboot.runtime;

/** Something was asked of a session that is closed. */
public final class ClosedSessionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ClosedSessionException(String message) {
        // A normal event that can be frequent: no stack trace.
        super(message, null, false, false);
    }
}
