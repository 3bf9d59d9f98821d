package io.github.reactorboot.autoconfigure;

import io.github.reactorboot.runtime.ConnectTimeoutException;
import io.github.reactorboot.runtime.ConnectionConfig;
import io.github.reactorboot.runtime.EngineChoice;
import io.github.reactorboot.runtime.Reactor;
import io.github.reactorboot.runtime.Target;
import io.github.reactorboot.runtime.engine.UnsupportedResourceException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalyzedException;

/** Says why a connection could not be opened, and what to do. */
final class OpenFailure {

    /** The engines that serve more than sockets. */
    private static final Set<String> ABLE = Set.of("epoll", "io_uring");

    private static final String BY_NAME = "asked for by name";

    private OpenFailure() {}

    static RuntimeException of(
            ConnectionConfig connection, Reactor runtime, @Nullable Throwable cause) {
        String name = connection.name();
        if (!(cause instanceof IOException)) {
            return new IllegalStateException(
                    "Connection '%s' could not be opened: %s"
                            .formatted(name, cause == null ? "no reason given" : cause),
                    cause);
        }
        String prefix = ReactorRuntimeProperties.connectionPrefix(name);
        String key = prefix + "." + kind(connection.target());
        if (!(cause instanceof UnsupportedResourceException)) {
            return new FailureAnalyzedException(
                    "Connection '%s' (%s) could not be opened: %s."
                            .formatted(name, key, cause.getMessage()),
                    "%s, or set %s.reconnect.enabled to true to wait for it."
                            .formatted(action(connection.target(), prefix, cause), prefix),
                    cause);
        }
        if (ABLE.contains(runtime.engine().name())) {
            return new FailureAnalyzedException(
                    "Connection '%s' (%s) cannot be served: %s."
                            .formatted(name, key, cause.getMessage()),
                    "Set %s to a FIFO, a terminal or another character device that can be waited for."
                            .formatted(key),
                    cause);
        }
        return wrongEngine(name, key, runtime, cause);
    }

    private static String kind(Target target) {
        if (target instanceof Target.Host || target instanceof Target.Datagrams) {
            return "host";
        }
        return target instanceof Target.Device ? "device" : "path";
    }

    private static String action(Target target, String prefix, Throwable cause) {
        if (target instanceof Target.Device) {
            return ("Correct %s.device, give the process the right to open it (serial lines often"
                            + " belong to the group dialout)")
                    .formatted(prefix);
        }
        if (target instanceof Target.Address) {
            return "Start what listens on %s, correct %s.path".formatted(target, prefix);
        }
        if (isUnknownHost(cause)) {
            return "Correct %s.host, see that the name can be looked up".formatted(prefix);
        }
        if (cause instanceof ConnectTimeoutException) {
            return "See whether a firewall drops what goes to %s, raise %s.connect-timeout"
                    .formatted(target, prefix);
        }
        if (target instanceof Target.Datagrams) {
            return "Correct %s.host and %s.local-address".formatted(prefix, prefix);
        }
        return "Start what listens on %s, correct %s.host and %s.port"
                .formatted(target, prefix, prefix);
    }

    private static boolean isUnknownHost(Throwable cause) {
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof UnknownHostException) {
                return true;
            }
        }
        return false;
    }

    private static FailureAnalyzedException wrongEngine(
            String connection, String key, Reactor runtime, Throwable cause) {
        EngineChoice engine = runtime.engine();
        String engineKey = ReactorRuntimeProperties.runtimePrefix(runtime.name()) + ".engine";
        boolean asked = engine.reason().equals(BY_NAME);
        StringBuilder why = new StringBuilder(engine.reason());
        if (!asked) {
            for (String able : List.of("epoll", "io_uring")) {
                String reason = engine.rejected().get(able);
                if (reason != null) {
                    why.append("; ").append(able).append(": ").append(reason);
                }
            }
        }
        // Somebody who has asked for nio may have all that the other engines need.
        String action =
                asked
                        ? "Set %s to auto, epoll or io_uring (Linux, Java 22 or newer, with"
                                        .formatted(engineKey)
                                + " reactor-engine-linux on the class path and"
                                + " --enable-native-access=ALL-UNNAMED)"
                        : "Run on Linux and Java 22 or newer with reactor-engine-linux on the class"
                                + " path and --enable-native-access=ALL-UNNAMED, and set %s to auto,"
                                        .formatted(engineKey)
                                + " epoll or io_uring";
        return new FailureAnalyzedException(
                "Connection '%s' (%s) needs the engine epoll or io_uring; runtime '%s' runs on %s (%s)."
                        .formatted(connection, key, runtime.name(), engine.name(), why),
                "%s; or remove reactor.connections.%s.".formatted(action, connection),
                cause);
    }
}
