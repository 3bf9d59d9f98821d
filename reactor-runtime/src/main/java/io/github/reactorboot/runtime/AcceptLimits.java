package io.github.reactorboot.runtime;

import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * How connections are taken.
 *
 * @param maxSessions sessions of the listener at one time; further connections are closed at once,
 *     and a further source of datagrams takes the place of the one that was silent longest
 * @param maxSessionsPerAddress the same for one address of a peer (IPv6: one /64 network), 0 for no
 *     bound; not for Unix sockets
 * @param backlog connections that wait to be accepted; the system may cut it (listen(2))
 * @param acceptsPerTurn how many are accepted before the sessions of the loop are served again
 * @param receiveBufferBytes SO_RCVBUF of the sockets, 0 for the default of the system
 * @param pathPermissions who may connect to a Unix socket; the owner only by default
 */
public record AcceptLimits(
        int maxSessions,
        int maxSessionsPerAddress,
        int backlog,
        int acceptsPerTurn,
        int receiveBufferBytes,
        Set<PosixFilePermission> pathPermissions) {

    /** 10,000 sessions, no bound per address, backlog 1024, 10 a turn, {@code rw-------}. */
    public static final AcceptLimits DEFAULT =
            new AcceptLimits(10_000, 0, 1024, 10, 0, PosixFilePermissions.fromString("rw-------"));

    public AcceptLimits {
        requireAtLeast("maxSessions", maxSessions, 1);
        requireAtLeast("maxSessionsPerAddress", maxSessionsPerAddress, 0);
        requireAtLeast("backlog", backlog, 1);
        requireAtLeast("acceptsPerTurn", acceptsPerTurn, 1);
        requireAtLeast("receiveBufferBytes", receiveBufferBytes, 0);
        pathPermissions = Set.copyOf(pathPermissions);
    }

    private static void requireAtLeast(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(
                    "%s must be at least %d, was %d".formatted(name, least, value));
        }
    }

    /** The same with other bounds for the number of sessions. */
    public AcceptLimits withMaxSessions(int total, int perAddress) {
        return new AcceptLimits(
                total, perAddress, backlog, acceptsPerTurn, receiveBufferBytes, pathPermissions);
    }
}
