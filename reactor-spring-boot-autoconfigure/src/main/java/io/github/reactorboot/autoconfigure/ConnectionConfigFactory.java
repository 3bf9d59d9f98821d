package io.github.reactorboot.autoconfigure;

import io.github.reactorboot.autoconfigure.ConnectionProperties.Reconnect;
import io.github.reactorboot.runtime.Backoff;
import io.github.reactorboot.runtime.ConnectOptions;
import io.github.reactorboot.runtime.ConnectionConfig;
import io.github.reactorboot.runtime.Opening;
import io.github.reactorboot.runtime.Target;
import io.github.reactorboot.runtime.TransportType;
import io.github.reactorboot.runtime.engine.SocketSettings;
import io.github.reactorboot.runtime.framing.Framers;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes what the runtime needs of the properties of a connection, and refuses what cannot work. */
final class ConnectionConfigFactory {

    private static final Duration MILLI = Duration.ofMillis(1);
    private static final Duration HOUR = Duration.ofHours(1);
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
        Target target = TargetBounds.target(check, name, properties);
        SessionBounds.checkRuntime(check, properties.runtime(), runtimes);
        checkOpening(check, properties);
        return ConnectionConfig.builder(name)
                .target(target)
                .opening(properties.open())
                .connect(connect(check, properties))
                .framer(
                        properties.transport() == TransportType.UDP
                                ? Framers.raw()
                                : framers.create(check, properties.framing()))
                .session(SessionBounds.session(check, properties, socket(check, properties)))
                .reconnect(reconnect(check, properties.reconnect()));
    }

    private static void checkOpening(PropertyCheck check, ConnectionProperties properties) {
        Duration delay = properties.openDelay();
        check.require(
                !delay.isNegative() && delay.compareTo(YEAR) < 0,
                "open-delay",
                delay,
                "must be from 0 to 365d");
        check.require(
                delay.isZero() || properties.open() == Opening.AT_START,
                "open-delay",
                delay,
                "must be 0 where %s is on-demand".formatted(check.key("open")));
    }

    private static ConnectOptions connect(PropertyCheck check, ConnectionProperties properties) {
        Duration timeout = properties.connectTimeout();
        check.require(
                timeout.compareTo(MILLI) >= 0 && timeout.compareTo(HOUR) <= 0,
                "connect-timeout",
                timeout,
                "must be from 1ms to 1h");
        String local = properties.localAddress();
        return new ConnectOptions(
                timeout,
                local == null || local.isBlank()
                        ? null
                        : new InetSocketAddress(
                                AddressBounds.resolve(check, "local-address", local), 0),
                check.bytes("socket.receive-buffer", properties.socket().receiveBuffer(), 0));
    }

    private static SocketSettings socket(PropertyCheck check, ConnectionProperties properties) {
        ConnectionProperties.Socket socket = properties.socket();
        return new SocketSettings(
                socket.noDelay(),
                socket.keepAlive(),
                check.bytes("socket.send-buffer", socket.sendBuffer(), 0),
                AddressBounds.userTimeoutMillis(check, socket.userTimeout()));
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
