package io.github.reactorboot.autoconfigure.endpoint;

import io.github.reactorboot.autoconfigure.endpoint.ListenerDescriptor.Counts;
import io.github.reactorboot.autoconfigure.health.DisplayText;
import io.github.reactorboot.runtime.Connection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One connection.
 *
 * @param runtime name of the runtime that serves it
 * @param device path of the device, if it was ever started
 * @param session name of its session, if it is open
 * @param failure why it could not be opened the last time, if it is not open
 * @param counts what was counted since it was first opened
 */
public record ConnectionDescriptor(
        String runtime,
        String state,
        @Nullable String device,
        @Nullable String session,
        @Nullable String failure,
        @Nullable Counts counts) {

    static ConnectionDescriptor notStarted(String runtime) {
        return new ConnectionDescriptor(runtime, "not_started", null, null, null, null);
    }

    static ConnectionDescriptor of(String runtime, Connection connection) {
        return new ConnectionDescriptor(
                runtime,
                connection.state().name().toLowerCase(Locale.ROOT),
                connection.config().target().toString(),
                connection.session().map(session -> session.name()).orElse(null),
                connection
                        .failure()
                        .map(failure -> DisplayText.line(failure.getMessage()))
                        .orElse(null),
                Counts.of(connection.stats()));
    }
}
