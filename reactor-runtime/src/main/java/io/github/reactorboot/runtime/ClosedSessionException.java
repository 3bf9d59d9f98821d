package io.github.reactorboot.runtime;

import org.jspecify.annotations.Nullable;

/** Something was asked of a session that is closed. */
public final class ClosedSessionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final @Nullable CloseReason reason;

    public ClosedSessionException(String message) {
        this(message, null, null);
    }

    private ClosedSessionException(
            String message, @Nullable CloseReason reason, @Nullable Throwable cause) {
        // A normal event that can be frequent: no stack trace.
        super(message, cause, false, false);
        this.reason = reason;
    }

    /** Names the session, why it is closed, and the exception that closed it, if one did. */
    public static ClosedSessionException of(Session session) {
        CloseReason reason = session.closeReason();
        return new ClosedSessionException(
                "session "
                        + session.name()
                        + " is closed"
                        + (reason == null ? "" : ": " + reason.tag()),
                reason,
                session.closeCause());
    }

    /** Why the session is closed; null if that is not known. */
    public @Nullable CloseReason reason() {
        return reason;
    }
}
