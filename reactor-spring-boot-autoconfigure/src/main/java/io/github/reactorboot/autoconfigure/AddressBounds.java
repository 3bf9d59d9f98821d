package io.github.reactorboot.autoconfigure;

import java.net.InetAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;

/** Addresses, paths and socket options of listeners and connections: refuses what cannot work. */
final class AddressBounds {

    private static final Duration USER_TIMEOUT_MIN = Duration.ofMillis(1);
    private static final Duration USER_TIMEOUT_MAX = Duration.ofMillis(Integer.MAX_VALUE);

    private AddressBounds() {}

    static UnixDomainSocketAddress unix(PropertyCheck check, String path) {
        check.require(!path.isBlank(), "path", path, "must not be empty");
        return UnixDomainSocketAddress.of(path(check, "path", path));
    }

    static Path path(PropertyCheck check, String key, String path) {
        try {
            return Path.of(path);
        } catch (InvalidPathException e) {
            throw check.refuse(key, path, "must be a path (%s)".formatted(e.getReason()));
        }
    }

    /** An address of this machine. */
    static InetAddress resolve(PropertyCheck check, String key, String address) {
        check.require(!address.isBlank(), key, address, "must not be empty");
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw check.refuse(
                    key, address, "must be an address, or a host name that can be resolved");
        }
    }

    static int userTimeoutMillis(PropertyCheck check, Duration value) {
        boolean sensible =
                value.compareTo(USER_TIMEOUT_MIN) >= 0 && value.compareTo(USER_TIMEOUT_MAX) <= 0;
        check.require(
                value.isZero() || sensible,
                "socket.user-timeout",
                value,
                "must be 0, or from 1ms to %dms".formatted(Integer.MAX_VALUE));
        return (int) value.toMillis();
    }
}
