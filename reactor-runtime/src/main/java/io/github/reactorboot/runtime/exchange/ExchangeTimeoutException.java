package io.github.reactorboot.runtime.exchange;

import java.time.Duration;

/** No reply came in time. The session is still open; a reply that comes late answers nothing. */
public final class ExchangeTimeoutException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ExchangeTimeoutException(String session, Duration timeout) {
        // A normal event that can be frequent: no stack trace.
        super("session %s: no reply within %s".formatted(session, timeout), null, false, false);
    }
}
