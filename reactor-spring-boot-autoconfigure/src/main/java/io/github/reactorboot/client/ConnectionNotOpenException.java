package io.github.reactorboot.client;

import org.jspecify.annotations.Nullable;

/**
 * A connection is not open, so nothing was sent. The message says what state it is in, the cause
 * why it could not be opened the last time, if that is so.
 */
public final class ConnectionNotOpenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String connection;

    ConnectionNotOpenException(String connection, String why, @Nullable Throwable cause) {
        // A normal event that can be frequent: no stack trace.
        super("connection '%s' is not open: %s".formatted(connection, why), cause, false, false);
        this.connection = connection;
    }

    /** The name of the connection. */
    public String connection() {
        return connection;
    }
}
