package io.github.reactorboot.autoconfigure;

import io.github.reactorboot.autoconfigure.ConnectionProperties.Access;
import io.github.reactorboot.runtime.Target;
import io.github.reactorboot.runtime.TransportType;
import io.github.reactorboot.runtime.engine.Resource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a connection leads to, a host, a Unix socket or a device; refuses what does not fit it. */
final class TargetBounds {

    private static final String HOST = "host";
    private static final String PORT = "port";
    private static final String PATH = "path";
    private static final String DEVICE = "device";

    private static final List<String> OF_TCP =
            List.of("socket.no-delay", "socket.keep-alive", "socket.user-timeout", "local-address");

    private static final List<String> OF_SOCKETS =
            List.of("connect-timeout", "half-close", "socket.send-buffer", "socket.receive-buffer");

    private TargetBounds() {}

    static Target target(PropertyCheck check, String name, ConnectionProperties properties) {
        boolean datagrams = properties.transport() == TransportType.UDP;
        if (datagrams) {
            DatagramProperties.refuseOthers(check);
        }
        String kind = kind(check, properties);
        SessionBounds.checkName(check, name, "connection", kind, value(kind, properties));
        if (!kind.equals(DEVICE)) {
            check.require(
                    properties.access() == Access.AUTO,
                    "access",
                    properties.access(),
                    "must be set only together with a device");
        }
        if (!kind.equals(HOST)) {
            check.require(
                    properties.port() == null,
                    PORT,
                    properties.port(),
                    "must be set only together with a host");
            OF_TCP.forEach(key -> refuseIfSet(check, key, "a host"));
        }
        return switch (kind) {
            case HOST -> {
                Target.Host host = host(check, properties);
                yield datagrams ? new Target.Datagrams(host) : host;
            }
            case PATH -> new Target.Address(AddressBounds.unix(check, text(properties.path())));
            default -> device(check, properties);
        };
    }

    /** The one property that says what the connection leads to. */
    private static String kind(PropertyCheck check, ConnectionProperties properties) {
        String kind = null;
        for (String each : List.of(HOST, PATH, DEVICE)) {
            String value = value(each, properties);
            if (value != null) {
                check.require(kind == null, each, value, "must not be set together with a " + kind);
                kind = each;
            }
        }
        if (kind == null) {
            throw check.refuse(
                    HOST,
                    null,
                    "must be the host to connect to",
                    "Set %s and %s, or %s for a Unix socket, or %s, for instance to /dev/ttyUSB0."
                            .formatted(
                                    check.key(HOST),
                                    check.key(PORT),
                                    check.key(PATH),
                                    check.key(DEVICE)));
        }
        return kind;
    }

    private static @Nullable String value(String kind, ConnectionProperties properties) {
        return switch (kind) {
            case HOST -> properties.host();
            case PATH -> properties.path();
            default -> properties.device();
        };
    }

    private static void refuseIfSet(PropertyCheck check, String key, String owner) {
        check.require(!check.isSet(key), key, null, "must be set only together with " + owner);
    }

    private static Target.Host host(PropertyCheck check, ConnectionProperties properties) {
        String host = text(properties.host());
        Integer port = properties.port();
        if (port == null) {
            throw check.refuse(PORT, null, "must be 1 to 65535");
        }
        check.require(port >= 1 && port <= 65_535, PORT, port, "must be 1 to 65535");
        try {
            return new Target.Host(host, port);
        } catch (IllegalArgumentException e) {
            throw check.refuse(HOST, host, "must be a name or an IP address");
        }
    }

    private static Target device(PropertyCheck check, ConnectionProperties properties) {
        String device = text(properties.device());
        if (device.isBlank()) {
            throw check.refuse(
                    DEVICE,
                    device,
                    "must be the path of a device",
                    "Set %s, for instance to /dev/ttyUSB0.".formatted(check.key(DEVICE)));
        }
        OF_SOCKETS.forEach(key -> refuseIfSet(check, key, "a host or a path"));
        return new Target.Device(
                AddressBounds.path(check, DEVICE, device), access(properties.access()));
    }

    private static Resource.@Nullable Access access(Access access) {
        return switch (access) {
            case AUTO -> null;
            case READ -> Resource.Access.READ;
            case WRITE -> Resource.Access.WRITE;
            case READ_WRITE -> Resource.Access.READ_WRITE;
        };
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
