package io.github.reactorboot.runtime;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the log is told of one connection: each failure once. Owned by the event loop. */
final class ConnectionLog {

    private static final Logger log = LoggerFactory.getLogger(Connection.class);

    private final Connection connection;
    private final LogThrottle throttle = new LogThrottle();

    /** The last failure that stands in the log, null when the connection was open since. */
    private @Nullable String logged;

    ConnectionLog(Connection connection) {
        this.connection = connection;
    }

    void open() {
        if (logged != null) {
            logged = null;
            log.info(
                    "Connection '{}' is open: {}", connection.name(), connection.config().target());
        }
    }

    void notOpened(IOException cause, Duration pause, boolean onDemand) {
        String message = String.valueOf(cause.getMessage());
        if (!message.equals(logged) && throttle.tryAcquire(connection.loop().nowNanos())) {
            logged = message;
            log.warn(
                    onDemand
                            ? "Connection '{}' cannot be opened ({}); not tried again for {} ms"
                            : "Connection '{}' cannot be opened ({}); next try in {} ms",
                    connection.name(),
                    message,
                    pause.toMillis());
        }
    }

    void givenUp(IOException cause) {
        log.error("Connection '{}' is given up: {}", connection.name(), cause.getMessage());
    }
}
