package io.github.reactorboot.autoconfigure;

import io.github.reactorboot.runtime.AcceptLimits;
import io.github.reactorboot.runtime.HandshakeSettings;
import io.github.reactorboot.runtime.HandshakeSource;
import io.github.reactorboot.runtime.ListenerConfig;
import io.github.reactorboot.runtime.SessionSettings;
import io.github.reactorboot.runtime.SessionTimeouts;
import io.github.reactorboot.runtime.TransportType;
import io.github.reactorboot.runtime.engine.SocketSettings;
import io.github.reactorboot.runtime.framing.Framers;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes what the runtime needs of the properties of a listener, and refuses what cannot work. */
final class ListenerConfigFactory {

    private final BeanNames beans;
    private final FramerFactory framers;
    private final Set<String> runtimes;

    ListenerConfigFactory(BeanNames beans, Set<String> runtimes) {
        this.beans = beans;
        this.framers = new FramerFactory(beans);
        this.runtimes = runtimes;
    }

    /** Begins the configuration, whose handler may be known only later. */
    ListenerConfig.Builder create(PropertyCheck check, String name, ListenerProperties properties) {
        SessionBounds.checkName(check, name, "listener", "port", properties.port());
        SessionBounds.checkRuntime(check, properties.runtime(), runtimes);
        boolean datagrams = properties.transport() == TransportType.UDP;
        if (datagrams) {
            DatagramProperties.refuseOthers(check);
        }
        return ListenerConfig.builder(name)
                .address(address(check, properties))
                .transport(properties.transport())
                .framer(datagrams ? Framers.raw() : framers.create(check, properties.framing()))
                .limits(limits(check, properties))
                .session(session(check, properties))
                .handshake(handshake(check, properties));
    }

    private static SessionSettings session(PropertyCheck check, ListenerProperties properties) {
        SessionSettings settings =
                SessionBounds.session(check, properties, socket(check, properties.socket()));
        SessionTimeouts set = settings.timeouts();
        boolean forgetSooner =
                properties.transport() == TransportType.UDP && !check.isSet("idle-timeout");
        return forgetSooner
                ? settings.withTimeouts(
                        new SessionTimeouts(
                                SessionTimeouts.DATAGRAM_DEFAULT.idle(),
                                set.frame(),
                                set.write(),
                                set.close()))
                : settings;
    }

    private HandshakeSettings handshake(PropertyCheck check, ListenerProperties properties) {
        Duration timeout = properties.handshakeTimeout();
        check.require(
                !timeout.isZero() && !timeout.isNegative(),
                "handshake-timeout",
                timeout,
                "must be above 0");
        String name = properties.handshake();
        if (name == null) {
            return HandshakeSettings.NONE;
        }
        HandshakeSource source = beans.require(check, "handshake", name, HandshakeSource.class);
        return HandshakeSettings.of(source).withTimeout(timeout);
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
            return AddressBounds.unix(check, path);
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
                : new InetSocketAddress(AddressBounds.resolve(check, "address", address), port);
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

    private static SocketSettings socket(
            PropertyCheck check, ListenerProperties.Socket properties) {
        return new SocketSettings(
                properties.noDelay(),
                properties.keepAlive(),
                check.bytes("socket.send-buffer", properties.sendBuffer(), 0),
                AddressBounds.userTimeoutMillis(check, properties.userTimeout()));
    }
}
