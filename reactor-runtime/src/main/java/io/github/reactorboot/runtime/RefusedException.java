package io.github.reactorboot.runtime;

/** A channel that was attached did not become a session; it was closed. */
public final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final RefuseReason reason;

    RefusedException(String listener, RefuseReason reason) {
        super("listener %s has refused the channel: %s".formatted(listener, reason.tag()));
        this.reason = reason;
    }

    /** Why; counted by the listener, too. */
    public RefuseReason reason() {
        return reason;
    }
}
