package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.engine.ListenSettings;
import io.github.reactorboot.runtime.framing.Framer;
import io.github.reactorboot.runtime.framing.Framers;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a listener is and what it serves; immutable, made by {@link #builder(String)}.
 *
 * @param name unique in its reactor
 * @param address where to listen: an {@link InetSocketAddress} (port 0: any free port) or a {@link
 *     UnixDomainSocketAddress}
 * @param transport whether streams or datagrams are served there
 * @param framer finds the messages; for datagrams {@link Framers#raw()}, each is one message
 * @param handlers gives each session its handler
 * @param filter decides about connections and sources of datagrams before a session exists
 * @param limits how many connections are taken
 * @param session what sessions are held to
 * @param handshake what comes before a session is open
 */
public record ListenerConfig(
        String name,
        SocketAddress address,
        TransportType transport,
        Framer framer,
        HandlerSource handlers,
        AcceptFilter filter,
        AcceptLimits limits,
        SessionSettings session,
        HandshakeSettings handshake) {

    public ListenerConfig {
        EndpointName.check("listener", name);
        if (!(address instanceof InetSocketAddress)
                && !(address instanceof UnixDomainSocketAddress)) {
            throw new IllegalArgumentException(
                    "address must be an internet or Unix socket address");
        }
        Objects.requireNonNull(handlers, "handlers");
        Objects.requireNonNull(handshake, "handshake");
        if (transport == TransportType.UDP) {
            checkDatagrams(name, address, framer, handshake);
        }
    }

    private static void checkDatagrams(
            String name, SocketAddress address, Framer framer, HandshakeSettings handshake) {
        if (!(address instanceof InetSocketAddress)) {
            throw new IllegalArgumentException(
                    "address of listener %s must be an internet address, it serves datagrams"
                            .formatted(name));
        }
        if (handshake.source() != null) {
            throw new IllegalArgumentException(
                    "handshake of listener %s must not be given, it serves datagrams"
                            .formatted(name));
        }
        if (!framer.equals(Framers.raw())) {
            throw new IllegalArgumentException(
                    "framer of listener %s must be raw, each datagram is one message"
                            .formatted(name));
        }
    }

    /** What an engine has to know, to listen where this says, or on what that has come to. */
    ListenSettings at(SocketAddress where) {
        return new ListenSettings(
                where,
                limits.backlog(),
                limits.acceptsPerTurn(),
                limits.receiveBufferBytes(),
                session.socket(),
                false);
    }

    /** Begins a configuration: raw framing, default limits; an address and a handler are needed. */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /** Fills a {@link ListenerConfig}. */
    public static final class Builder {

        private final String name;
        private @Nullable SocketAddress address;
        private @Nullable HandlerSource handlers;
        private Framer framer = Framers.raw();
        private AcceptFilter filter = AcceptFilter.ALL;
        private AcceptLimits limits = AcceptLimits.DEFAULT;
        private TransportType transport = TransportType.TCP;
        private @Nullable SessionSettings session;
        private HandshakeSettings handshake = HandshakeSettings.NONE;

        private Builder(String name) {
            this.name = name;
        }

        /** Where to listen. */
        public Builder address(SocketAddress value) {
            this.address = value;
            return this;
        }

        /** Listens on a host's address and a TCP port; port 0 takes any free one. */
        public Builder address(String host, int port) {
            return address(new InetSocketAddress(host, port));
        }

        /** Listens on a Unix socket. */
        public Builder path(Path path) {
            return address(UnixDomainSocketAddress.of(path));
        }

        /**
         * Whether streams or datagrams are served. A listener for datagrams that is given no other
         * {@linkplain #session settings} forgets a source after a minute of silence.
         */
        public Builder transport(TransportType value) {
            this.transport = value;
            return this;
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

        /** Decides about connections before a session exists. */
        public Builder filter(AcceptFilter value) {
            this.filter = value;
            return this;
        }

        /** How many connections are taken. */
        public Builder limits(AcceptLimits value) {
            this.limits = value;
            return this;
        }

        /** What sessions are held to. */
        public Builder session(SessionSettings value) {
            this.session = value;
            return this;
        }

        /** What comes before a session is open, with the usual bounds. */
        public Builder handshake(HandshakeSource value) {
            return handshake(HandshakeSettings.of(value));
        }

        /** What comes before a session is open. */
        public Builder handshake(HandshakeSettings value) {
            this.handshake = value;
            return this;
        }

        /**
         * The configuration.
         *
         * @throws IllegalStateException when the address or the handler is missing
         */
        public ListenerConfig build() {
            if (address == null) {
                throw new IllegalStateException("listener " + name + " needs an address or a path");
            }
            if (handlers == null) {
                throw new IllegalStateException("listener " + name + " needs a handler");
            }
            return new ListenerConfig(
                    name,
                    address,
                    transport,
                    framer,
                    handlers,
                    filter,
                    limits,
                    sessionOrDefault(),
                    handshake);
        }

        private SessionSettings sessionOrDefault() {
            if (session != null) {
                return session;
            }
            return transport == TransportType.UDP
                    ? SessionSettings.DEFAULT.withTimeouts(SessionTimeouts.DATAGRAM_DEFAULT)
                    : SessionSettings.DEFAULT;
        }
    }
}
