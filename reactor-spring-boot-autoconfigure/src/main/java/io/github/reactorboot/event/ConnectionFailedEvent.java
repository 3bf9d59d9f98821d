package io.github.reactorboot.event;

import io.github.reactorboot.runtime.Connection;
import java.io.IOException;
import java.time.Duration;

/**
 * A connection could not be opened; once for each attempt that fails.
 *
 * @param cause why
 * @param pause how long until the next attempt; on demand, how long it is not tried
 */
public record ConnectionFailedEvent(Connection connection, IOException cause, Duration pause) {}
