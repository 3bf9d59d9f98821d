package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.engine.Resource.Access;
import io.github.reactorboot.runtime.framing.Framer;
import io.github.reactorboot.runtime.framing.Framers;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a connection leads to and who serves it; immutable, made by {@link #builder(String)}.
 *
 * @param name unique among the listeners and connections of its reactor
 * @param target the host, the address or the device
 * @param opening whether it is opened at once, or when somebody asks for its session
 * @param connect how a socket is connected; not for devices
 * @param framer finds the messages
 * @param handlers gives each session its handler
 * @param session what sessions are held to; half-closed ones and socket options do not apply to
 *     devices
 * @param reconnect when the connection is opened again after a failure or the end of its session;
 *     null for never. On demand: how long nobody can have it opened after a failure
 */
public record ConnectionConfig(
        String name,
        Target target,
        Opening opening,
        ConnectOptions connect,
        Framer framer,
        HandlerSource handlers,
        SessionSettings session,
        @Nullable Backoff reconnect) {

    public ConnectionConfig {
        EndpointName.check("connection", name);
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(opening, "opening");
        Objects.requireNonNull(connect, "connect");
        Objects.requireNonNull(framer, "framer");
        Objects.requireNonNull(handlers, "handlers");
        Objects.requireNonNull(session, "session");
        if (target instanceof Target.Datagrams) {
            checkDatagrams(name, framer);
        }
        if (connect.local() != null && !isOverIp(target)) {
            throw new IllegalArgumentException(
                    "connection %s: a local address is for hosts and IP addresses, not for %s"
                            .formatted(name, target));
        }
    }

    /** The same for one session, which is opened at once. */
    ConnectionConfig once() {
        return new ConnectionConfig(
                name, target, Opening.AT_START, connect, framer, handlers, session, null);
    }

    private static void checkDatagrams(String name, Framer framer) {
        if (!framer.equals(Framers.raw())) {
            throw new IllegalArgumentException(
                    "framer of connection %s must be raw, each datagram is one message"
                            .formatted(name));
        }
    }

    private static boolean isOverIp(Target target) {
        return target instanceof Target.Host
                || target instanceof Target.Datagrams
                || (target instanceof Target.Address address
                        && address.address() instanceof InetSocketAddress);
    }

    /**
     * Begins a configuration: raw framing and the default limits, but no idle timeout for a device
     * or a peer of datagrams, which may be silent for hours; opened at start, and again as {@link
     * Backoff#DEFAULT} says. A target and a handler are needed.
     */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /** Fills a {@link ConnectionConfig}. */
    public static final class Builder {

        private final String name;
        private @Nullable Target target;
        private @Nullable HandlerSource handlers;
        private @Nullable SessionSettings session;
        private Opening opening = Opening.AT_START;
        private ConnectOptions connect = ConnectOptions.DEFAULT;
        private Framer framer = Framers.raw();
        private @Nullable Backoff reconnect = Backoff.DEFAULT;

        private Builder(String name) {
            this.name = name;
        }

        /** What the connection leads to. */
        public Builder target(Target value) {
            this.target = value;
            return this;
        }

        /** Leads to a host, by name or IP address, which is looked up for each attempt. */
        public Builder host(String host, int port) {
            return target(new Target.Host(host, port));
        }

        /** Leads to a host by datagrams, each of which is one message. */
        public Builder datagrams(String host, int port) {
            return target(new Target.Datagrams(host, port));
        }

        /**
         * Leads to an {@link InetSocketAddress} that was looked up, or a {@link
         * UnixDomainSocketAddress}.
         */
        public Builder address(SocketAddress value) {
            return target(new Target.Address(value));
        }

        /** Leads to a device, in the directions that are usual for such a file. */
        public Builder device(Path path) {
            return device(path, null);
        }

        /** Leads to a device; access null to decide by what the file is. */
        public Builder device(Path path, @Nullable Access access) {
            return target(new Target.Device(path, access));
        }

        /** When it is opened. */
        public Builder opening(Opening value) {
            this.opening = value;
            return this;
        }

        /** How a socket is connected. */
        public Builder connect(ConnectOptions value) {
            this.connect = value;
            return this;
        }

        /** How long one attempt may take, with the look-up of the name and all addresses. */
        public Builder connectTimeout(Duration value) {
            return connect(connect.withTimeout(value));
        }

        /** The address to connect from, with port 0 for any; null to leave it to the system. */
        public Builder localAddress(@Nullable InetSocketAddress value) {
            return connect(connect.withLocal(value));
        }

        /** How messages are found in the stream. */
        public Builder framer(Framer value) {
            this.framer = value;
            return this;
        }

        /** One handler for all sessions. */
        public Builder handler(SessionHandler value) {
            return handlers(HandlerSource.shared(value));
        }

        /** Where sessions get their handlers. */
        public Builder handlers(HandlerSource value) {
            this.handlers = value;
            return this;
        }

        /** What sessions are held to. */
        public Builder session(SessionSettings value) {
            this.session = value;
            return this;
        }

        /** When the connection is opened again; null for never. */
        public Builder reconnect(@Nullable Backoff value) {
            this.reconnect = value;
            return this;
        }

        /**
         * The configuration.
         *
         * @throws IllegalStateException when the target or the handler is missing
         */
        public ConnectionConfig build() {
            if (target == null) {
                throw new IllegalStateException(
                        "connection " + name + " needs a host, an address or a device");
            }
            if (handlers == null) {
                throw new IllegalStateException("connection " + name + " needs a handler");
            }
            SessionSettings settings = session == null ? usual(target) : session;
            return new ConnectionConfig(
                    name, target, opening, connect, framer, handlers, settings, reconnect);
        }

        private static SessionSettings usual(Target target) {
            if (!(target instanceof Target.Device || target instanceof Target.Datagrams)) {
                return SessionSettings.DEFAULT;
            }
            SessionTimeouts usual = SessionTimeouts.DEFAULT;
            return SessionSettings.DEFAULT.withTimeouts(
                    new SessionTimeouts(
                            Duration.ZERO, usual.frame(), usual.write(), usual.close()));
        }
    }
}
