package io.github.reactorboot.autoconfigure;

import io.github.reactorboot.autoconfigure.ListenerProperties.HalfClose;
import io.github.reactorboot.handler.Nearest;
import io.github.reactorboot.runtime.AcceptLimits;
import io.github.reactorboot.runtime.ListenerConfig;
import io.github.reactorboot.runtime.OutboundLimits;
import io.github.reactorboot.runtime.SessionSettings;
import io.github.reactorboot.runtime.SessionTimeouts;
import io.github.reactorboot.runtime.engine.SocketSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes what the runtime needs of the properties of a listener, and refuses what cannot work. */
final class ListenerConfigFactory {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private static final Duration USER_TIMEOUT_MIN = Duration.ofMillis(1);
    private static final Duration USER_TIMEOUT_MAX = Duration.ofMillis(Integer.MAX_VALUE);

    private final FramerFactory framers;
    private final Set<String> runtimes;

    ListenerConfigFactory(FramerFactory framers, Set<String> runtimes) {
        this.framers = framers;
        this.runtimes = runtimes;
    }

    /** Begins the configuration, whose handler may be known only later. */
    ListenerConfig.Builder create(PropertyCheck check, String name, ListenerProperties properties) {
        if (!NAME.matcher(name).matches()) {
            throw check.refuse(
                    "port",
                    properties.port(),
                    "belongs to a listener whose name must be 1 to 64 letters, digits, '.', '_' or '-'");
        }
        checkRuntime(check, properties.runtime());
        return ListenerConfig.builder(name)
                .address(address(check, properties))
                .framer(framers.create(check, properties.framing()))
                .limits(limits(check, properties))
                .session(session(check, properties));
    }

    private void checkRuntime(PropertyCheck check, String runtime) {
        if (!runtimes.contains(runtime)) {
            throw check.refuse(
                    "runtime",
                    runtime,
                    "must name a runtime",
                    Nearest.to(runtime, runtimes)
                                    .map(name -> "Did you mean '%s'? Otherwise: ".formatted(name))
                                    .orElse("")
                            + "Configure reactor.runtimes.%s, or use one of: %s."
                                    .formatted(runtime, String.join(", ", runtimes)));
        }
    }

    private static SocketAddress address(PropertyCheck check, ListenerProperties properties) {
        Integer port = properties.port();
        String path = properties.path();
        if (path != null) {
            check.require(port == null, "port", port, "must not be set together with a path");
            check.require(
                    properties.address() == null,
                    "address",
                    properties.address(),
                    "must not be set together with a path");
            return unix(check, path);
        }
        if (port == null) {
            throw check.refuse(
                    "port",
                    null,
                    "must be 0 to 65535",
                    "Set %s (0 for any free port), or %s for a Unix socket."
                            .formatted(check.key("port"), check.key("path")));
        }
        check.require(port >= 0 && port <= 65_535, "port", port, "must be 0 to 65535");
        check.require(
                properties.permissions() == null,
                "permissions",
                properties.permissions(),
                "must be set only together with a path");
        String address = properties.address();
        return address == null
                ? new InetSocketAddress(port)
                : new InetSocketAddress(resolve(check, address), port);
    }

    private static SocketAddress unix(PropertyCheck check, String path) {
        check.require(!path.isBlank(), "path", path, "must not be empty");
        try {
            return UnixDomainSocketAddress.of(path);
        } catch (InvalidPathException e) {
            throw check.refuse("path", path, "must be a path (%s)".formatted(e.getReason()));
        }
    }

    private static InetAddress resolve(PropertyCheck check, String address) {
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw check.refuse(
                    "address", address, "must be an address, or a host name that can be resolved");
        }
    }

    private static AcceptLimits limits(PropertyCheck check, ListenerProperties properties) {
        ListenerProperties.Socket socket = properties.socket();
        int perAddress = properties.maxSessionsPerAddress();
        check.atLeast("max-sessions", properties.maxSessions(), 1);
        check.atLeast("max-sessions-per-address", perAddress, 0);
        check.require(
                perAddress == 0 || properties.path() == null,
                "max-sessions-per-address",
                perAddress,
                "must be 0 for a Unix socket");
        check.atLeast("socket.backlog", socket.backlog(), 1);
        check.atLeast("socket.accepts-per-turn", socket.acceptsPerTurn(), 1);
        return new AcceptLimits(
                properties.maxSessions(),
                perAddress,
                socket.backlog(),
                socket.acceptsPerTurn(),
                check.bytes("socket.receive-buffer", socket.receiveBuffer(), 0),
                permissions(check, properties.permissions()));
    }

    private static Set<PosixFilePermission> permissions(
            PropertyCheck check, @Nullable String permissions) {
        if (permissions == null) {
            return AcceptLimits.DEFAULT.pathPermissions();
        }
        try {
            return PosixFilePermissions.fromString(permissions);
        } catch (IllegalArgumentException e) {
            throw check.refuse("permissions", permissions, "must be written as rw-rw----");
        }
    }

    private static SessionSettings session(PropertyCheck check, ListenerProperties properties) {
        ListenerProperties.Socket socket = properties.socket();
        check.atLeast("max-pending-replies", properties.maxPendingReplies(), 1);
        return new SessionSettings(
                check.bytes("framing.max-frame-size", properties.framing().maxFrameSize(), 1),
                properties.maxPendingReplies(),
                properties.halfClose() == HalfClose.ALLOW,
                properties.measureHandlers(),
                timeouts(check, properties),
                outbound(check, properties.outbound()),
                new SocketSettings(
                        socket.noDelay(),
                        socket.keepAlive(),
                        check.bytes("socket.send-buffer", socket.sendBuffer(), 0),
                        userTimeoutMillis(check, socket.userTimeout())));
    }

    private static int userTimeoutMillis(PropertyCheck check, Duration value) {
        boolean sensible =
                value.compareTo(USER_TIMEOUT_MIN) >= 0 && value.compareTo(USER_TIMEOUT_MAX) <= 0;
        check.require(
                value.isZero() || sensible,
                "socket.user-timeout",
                value,
                "must be 0, or from 1ms to %dms".formatted(Integer.MAX_VALUE));
        return (int) value.toMillis();
    }

    private static SessionTimeouts timeouts(PropertyCheck check, ListenerProperties properties) {
        notNegative(check, "idle-timeout", properties.idleTimeout());
        notNegative(check, "frame-timeout", properties.frameTimeout());
        notNegative(check, "write-timeout", properties.writeTimeout());
        Duration close = properties.closeTimeout();
        check.require(
                !close.isNegative() && !close.isZero(), "close-timeout", close, "must be above 0");
        return new SessionTimeouts(
                properties.idleTimeout(),
                properties.frameTimeout(),
                properties.writeTimeout(),
                close);
    }

    private static void notNegative(PropertyCheck check, String name, Duration value) {
        check.require(!value.isNegative(), name, value, "must not be negative");
    }

    private static OutboundLimits outbound(
            PropertyCheck check, ListenerProperties.Outbound outbound) {
        long high = outbound.highWaterMark().toBytes();
        long low = outbound.lowWaterMark().toBytes();
        long limit = outbound.limit().toBytes();
        check.atLeast("outbound.low-water-mark", low, 0);
        check.require(
                high > low,
                "outbound.high-water-mark",
                outbound.highWaterMark(),
                "must be above %s (%s)"
                        .formatted(check.key("outbound.low-water-mark"), outbound.lowWaterMark()));
        check.require(
                limit >= high,
                "outbound.limit",
                outbound.limit(),
                "must not be below %s (%s)"
                        .formatted(
                                check.key("outbound.high-water-mark"), outbound.highWaterMark()));
        return new OutboundLimits(high, low, limit);
    }
}
