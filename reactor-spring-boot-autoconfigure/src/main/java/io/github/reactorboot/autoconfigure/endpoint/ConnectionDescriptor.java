package io.github.reactorboot.autoconfigure.endpoint;

import io.github.reactorboot.autoconfigure.ReactorRegistry;
import io.github.reactorboot.autoconfigure.endpoint.ListenerDescriptor.Counts;
import io.github.reactorboot.autoconfigure.health.DisplayText;
import io.github.reactorboot.runtime.Connection;
import io.github.reactorboot.runtime.exchange.ExchangeStats;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One connection.
 *
 * @param runtime name of the runtime that serves it
 * @param target the host, address or device, if it was ever started
 * @param session name of its session, if it is open
 * @param failure why it could not be opened the last time, if it is not open
 * @param nextAttempt when it is opened again, or may be on demand, after a failure
 * @param counts what was counted since it was first opened
 * @param exchanges what was counted of its exchanges, if it has any
 */
public record ConnectionDescriptor(
        String runtime,
        String state,
        @Nullable String target,
        @Nullable String session,
        @Nullable String failure,
        @Nullable Instant nextAttempt,
        @Nullable Counts counts,
        @Nullable ExchangeStats exchanges) {

    static ConnectionDescriptor of(ReactorRegistry registry, String name) {
        String runtime = registry.runtimeOf(name);
        return registry.connection(name)
                .map(connection -> of(registry, runtime, connection))
                .orElseGet(() ->
                        new ConnectionDescriptor(
                                runtime, "not_started", null, null, null, null, null, null));
    }

    private static ConnectionDescriptor of(
            ReactorRegistry registry, String runtime, Connection connection) {
        String name = connection.name();
        return new ConnectionDescriptor(
                runtime,
                connection.state().name().toLowerCase(Locale.ROOT),
                connection.config().target().toString(),
                connection.session().map(session -> session.name()).orElse(null),
                connection
                        .failure()
                        .map(failure -> DisplayText.line(failure.getMessage()))
                        .orElse(null),
                registry.nextAttempt(name).orElse(null),
                Counts.of(connection.stats()),
                registry.client(name).exchangeStats().orElse(null));
    }
}
