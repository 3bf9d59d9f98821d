package io.github.reactorboot.runtime;

import java.net.ConnectException;

/** Nobody has answered in time; the message names the addresses and the time. */
public final class ConnectTimeoutException extends ConnectException {

    private static final long serialVersionUID = 1L;

    ConnectTimeoutException(String message) {
        super(message);
    }
}
