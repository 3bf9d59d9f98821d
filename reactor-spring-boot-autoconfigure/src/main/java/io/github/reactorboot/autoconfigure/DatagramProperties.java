package io.github.reactorboot.autoconfigure;

import java.util.List;

/** Refuses what means nothing where datagrams are served, and so would be taken for a bound. */
final class DatagramProperties {

    private static final List<String> OF_STREAMS =
            List.of(
                    "path",
                    "device",
                    "access",
                    "permissions",
                    "half-close",
                    "handshake",
                    "handshake-timeout",
                    "frame-timeout",
                    "write-timeout",
                    "framing.type",
                    "framing.line.terminator",
                    "framing.delimiter",
                    "framing.length.bytes",
                    "framing.fixed.size",
                    "framing.bean",
                    "socket.backlog",
                    "socket.no-delay",
                    "socket.keep-alive",
                    "socket.accepts-per-turn",
                    "socket.user-timeout");

    private DatagramProperties() {}

    static void refuseOthers(PropertyCheck check) {
        for (String name : OF_STREAMS) {
            if (check.isSet(name)) {
                throw check.refuse(
                        name,
                        null,
                        "must not be set for transport udp",
                        "Remove %s, or set %s to tcp."
                                .formatted(check.key(name), check.key("transport")));
            }
        }
    }
}
