package io.github.reactorboot.autoconfigure;

import io.github.reactorboot.runtime.EngineChoice;
import io.github.reactorboot.runtime.Reactor;
import io.github.reactorboot.runtime.engine.UnsupportedResourceException;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalyzedException;

/** Says why a device could not be opened, and what to do. */
final class OpenFailure {

    /** The engines that serve more than sockets. */
    private static final Set<String> ABLE = Set.of("epoll", "io_uring");

    private OpenFailure() {}

    static RuntimeException of(String connection, Reactor runtime, @Nullable Throwable cause) {
        if (!(cause instanceof IOException)) {
            return new IllegalStateException(
                    "Connection '%s' could not be opened: %s"
                            .formatted(connection, cause == null ? "no reason given" : cause),
                    cause);
        }
        String key = ReactorRuntimeProperties.connectionPrefix(connection) + ".device";
        if (!(cause instanceof UnsupportedResourceException)) {
            return new FailureAnalyzedException(
                    "Connection '%s' (%s) could not be opened: %s."
                            .formatted(connection, key, cause.getMessage()),
                    ("Correct %s, give the process the right to open it (serial lines often belong to"
                                    + " the group dialout), or set"
                                    + " reactor.connections.%s.reconnect.enabled to true to wait for it.")
                            .formatted(key, connection),
                    cause);
        }
        if (ABLE.contains(runtime.engine().name())) {
            return new FailureAnalyzedException(
                    "Connection '%s' (%s) cannot be served: %s."
                            .formatted(connection, key, cause.getMessage()),
                    "Set %s to a FIFO, a terminal or another character device.".formatted(key),
                    cause);
        }
        return wrongEngine(connection, key, runtime, cause);
    }

    private static FailureAnalyzedException wrongEngine(
            String connection, String key, Reactor runtime, Throwable cause) {
        EngineChoice engine = runtime.engine();
        String engineKey = ReactorRuntimeProperties.runtimePrefix(runtime.name()) + ".engine";
        StringBuilder why = new StringBuilder(engine.reason());
        for (String able : List.of("epoll", "io_uring")) {
            String reason = engine.rejected().get(able);
            if (reason != null) {
                why.append("; ").append(able).append(": ").append(reason);
            }
        }
        return new FailureAnalyzedException(
                "Connection '%s' (%s) needs the engine epoll or io_uring; runtime '%s' runs on %s (%s)."
                        .formatted(connection, key, runtime.name(), engine.name(), why),
                ("Run on Linux and Java 22 or newer with reactor-engine-linux on the class path and"
                                + " --enable-native-access=ALL-UNNAMED, and set %s to auto, epoll or"
                                + " io_uring; or remove reactor.connections.%s.")
                        .formatted(engineKey, connection),
                cause);
    }
}
