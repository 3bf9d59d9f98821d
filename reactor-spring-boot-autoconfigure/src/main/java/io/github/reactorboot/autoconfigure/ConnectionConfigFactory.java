package io.github.reactorboot.autoconfigure;

import io.github.reactorboot.autoconfigure.ConnectionProperties.Reconnect;
import io.github.reactorboot.runtime.Backoff;
import io.github.reactorboot.runtime.ConnectionConfig;
import io.github.reactorboot.runtime.SessionSettings;
import io.github.reactorboot.runtime.engine.Resource;
import io.github.reactorboot.runtime.engine.SocketSettings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes what the runtime needs of the properties of a connection, and refuses what cannot work. */
final class ConnectionConfigFactory {

    private static final String DEVICE = "device";
    private static final Duration MILLI = Duration.ofMillis(1);
    private static final Duration YEAR = Duration.ofDays(366);

    private final FramerFactory framers;
    private final Set<String> runtimes;

    ConnectionConfigFactory(FramerFactory framers, Set<String> runtimes) {
        this.framers = framers;
        this.runtimes = runtimes;
    }

    /** Begins the configuration, whose handler may be known only later. */
    ConnectionConfig.Builder create(
            PropertyCheck check, String name, ConnectionProperties properties) {
        SessionBounds.checkName(check, name, "connection", DEVICE, properties.device());
        SessionBounds.checkRuntime(check, properties.runtime(), runtimes);
        return ConnectionConfig.builder(name)
                .device(path(check, properties.device()), access(properties.access()))
                .framer(framers.create(check, properties.framing()))
                .session(session(check, properties))
                .reconnect(reconnect(check, properties.reconnect()));
    }

    private static Path path(PropertyCheck check, @Nullable String device) {
        if (device == null || device.isBlank()) {
            throw check.refuse(
                    DEVICE,
                    device,
                    "must be the path of a device",
                    "Set %s, for instance to /dev/ttyUSB0; connections to hosts are not supported yet."
                            .formatted(check.key(DEVICE)));
        }
        try {
            return Path.of(device);
        } catch (InvalidPathException e) {
            throw check.refuse(DEVICE, device, "must be a path (%s)".formatted(e.getReason()));
        }
    }

    private static Resource.@Nullable Access access(ConnectionProperties.Access access) {
        return switch (access) {
            case AUTO -> null;
            case READ -> Resource.Access.READ;
            case WRITE -> Resource.Access.WRITE;
            case READ_WRITE -> Resource.Access.READ_WRITE;
        };
    }

    private static SessionSettings session(PropertyCheck check, ConnectionProperties properties) {
        check.atLeast("max-pending-replies", properties.maxPendingReplies(), 1);
        return new SessionSettings(
                check.bytes("framing.max-frame-size", properties.framing().maxFrameSize(), 1),
                properties.maxPendingReplies(),
                false,
                properties.measureHandlers(),
                SessionBounds.timeouts(
                        check,
                        properties.idleTimeout(),
                        properties.frameTimeout(),
                        properties.writeTimeout(),
                        properties.closeTimeout()),
                SessionBounds.outbound(check, properties.outbound()),
                SocketSettings.DEFAULT);
    }

    private static @Nullable Backoff reconnect(PropertyCheck check, Reconnect reconnect) {
        Duration initial = reconnect.initialDelay();
        Duration longest = reconnect.maxDelay();
        double jitter = reconnect.jitter();
        check.require(
                initial.compareTo(MILLI) >= 0,
                "reconnect.initial-delay",
                initial,
                "must be at least 1ms");
        check.require(
                longest.compareTo(initial) >= 0 && longest.compareTo(YEAR) <= 0,
                "reconnect.max-delay",
                longest,
                "must not be below %s (%s), nor above 366d"
                        .formatted(check.key("reconnect.initial-delay"), initial));
        // Written so that NaN is refused as well.
        check.require(
                jitter >= 0 && jitter <= 1, "reconnect.jitter", jitter, "must be from 0 to 1");
        return reconnect.enabled() ? new Backoff(initial, longest, jitter) : null;
    }
}
