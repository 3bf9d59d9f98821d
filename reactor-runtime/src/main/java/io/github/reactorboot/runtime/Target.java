package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.engine.Resource.Access;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a connection leads to. */
public sealed interface Target {

    /**
     * A host that is looked up anew for each attempt, and whose addresses are tried in the order of
     * the answer.
     *
     * @param host a name, or an IP address, which is not looked up; IPv6 with or without brackets
     * @param port from 1 to 65535
     */
    record Host(String host, int port) implements Target {

        private static final int LONGEST = 255;
        private static final int PORT_MOST = 65_535;

        public Host {
            if (host.isBlank()
                    || host.length() > LONGEST
                    || host.chars().anyMatch(c -> c <= ' ' || c == '/' || c == 0x7f)) {
                throw new IllegalArgumentException(
                        "host must be a name or an IP address, was '" + host + "'");
            }
            if (port < 1 || port > PORT_MOST) {
                throw new IllegalArgumentException("port must be from 1 to 65535, was " + port);
            }
        }

        @Override
        public String toString() {
            boolean bare = host.indexOf(':') >= 0 && host.charAt(0) != '[';
            return (bare ? "[" + host + "]" : host) + ":" + port;
        }
    }

    /**
     * An address that needs no look-up.
     *
     * @param address an {@link InetSocketAddress} with an IP address and a port, or a {@link
     *     UnixDomainSocketAddress} with a path
     */
    record Address(SocketAddress address) implements Target {

        public Address {
            if (address instanceof InetSocketAddress internet) {
                if (internet.isUnresolved()) {
                    throw new IllegalArgumentException(
                            "address has a name that was not looked up (%s); give host and port"
                                    .formatted(internet.getHostString()));
                }
                if (internet.getPort() == 0) {
                    throw new IllegalArgumentException("address needs a port, was " + internet);
                }
            } else if (address instanceof UnixDomainSocketAddress unix) {
                if (unix.getPath().toString().isEmpty()) {
                    throw new IllegalArgumentException("address needs a path");
                }
            } else {
                throw new IllegalArgumentException(
                        "address must be of IP or a Unix socket, was " + address);
            }
        }

        @Override
        public String toString() {
            return AddressText.of(address);
        }
    }

    /**
     * A host that is sent datagrams, and heard of: at the first of its addresses, since nobody
     * tells whether a datagram arrives.
     *
     * @param host looked up as that of a stream
     */
    record Datagrams(Host host) implements Target {

        /** As {@link Host#Host(String, int)}. */
        public Datagrams(String host, int port) {
            this(new Host(host, port));
        }

        @Override
        public String toString() {
            return "udp:" + host;
        }
    }

    /**
     * A file that can be waited for: a FIFO, a terminal such as a serial line, another character
     * device. The runtime changes no settings of a line (speed, parity): that is the matter of
     * stty(1).
     *
     * @param path where the file is
     * @param access in which directions bytes go; null to decide by what the file is when it is
     *     opened: {@link Access#READ} for a FIFO, {@link Access#READ_WRITE} for anything else
     */
    record Device(Path path, @Nullable Access access) implements Target {

        public Device {
            Objects.requireNonNull(path, "path");
        }

        @Override
        public String toString() {
            return path.toString();
        }
    }
}
