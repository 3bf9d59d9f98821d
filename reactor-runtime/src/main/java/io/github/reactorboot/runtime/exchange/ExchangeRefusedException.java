package io.github.reactorboot.runtime.exchange;

/** A request was not sent, because something is full or its key is taken. */
public final class ExchangeRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why a request was refused. */
    public enum Reason {
        /** As many requests as allowed wait for their replies. */
        IN_FLIGHT_FULL,
        /** The command queue of the event loop is full. */
        COMMANDS_FULL,
        /**
         * The outbound queue of the session is full, or too many bytes of requests are on their way
         * to it from other threads.
         */
        OUTBOUND_FULL,
        /**
         * A request with the same key waits for its reply, or was given up and its reply may still
         * come.
         */
        KEY_IN_USE
    }

    private final Reason reason;

    ExchangeRefusedException(Reason reason, String message) {
        // A normal event that can be frequent: no stack trace.
        super(message, null, false, false);
        this.reason = reason;
    }

    /** Why the request was refused. */
    public Reason reason() {
        return reason;
    }
}
