package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.framing.Framer;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What all sessions of one listener or connection share: how they are framed, bounded, handled and
 * counted.
 */
final class Endpoint {

    /** Stands in until a session has its handler. */
    static final SessionHandler NO_HANDLER = (session, frame) -> {};

    final String name;
    final Framer framer;
    final HandlerSource handlers;
    final SessionSettings settings;
    final OutboundLimits outbound;
    final HandshakeSettings handshake;
    final long idleNanos;
    final long frameNanos;
    final long writeNanos;
    final long closeNanos;
    final SessionRegistry registry;
    final EndpointTotals totals;

    /** Null when sessions are not bounded by address. */
    final @Nullable AddressCounts addresses;

    /** What is to be done when a session has ended; null for a listener. */
    private final @Nullable Runnable whenEnded;

    /** A device has no other end that could be waited for when a session closes. */
    private final boolean device;

    /** What is served, and how. */
    private record Served(
            String name,
            Framer framer,
            HandlerSource handlers,
            SessionSettings settings,
            HandshakeSettings handshake,
            boolean device) {}

    private Endpoint(
            Served served,
            SessionRegistry registry,
            EndpointTotals totals,
            int perAddress,
            @Nullable Runnable whenEnded) {
        this.name = served.name();
        this.framer = served.framer();
        this.handlers = served.handlers();
        this.settings = served.settings();
        this.outbound = settings.outbound();
        this.handshake = served.handshake();
        SessionTimeouts timeouts = settings.timeouts();
        this.idleNanos = timeouts.idle().toNanos();
        this.frameNanos = timeouts.frame().toNanos();
        this.writeNanos = timeouts.write().toNanos();
        this.closeNanos = timeouts.close().toNanos();
        this.registry = registry;
        this.totals = totals;
        this.addresses = perAddress == 0 ? null : new AddressCounts(perAddress);
        this.whenEnded = whenEnded;
        this.device = served.device();
    }

    static Endpoint of(ListenerConfig config, SessionRegistry registry, EndpointTotals totals) {
        return new Endpoint(
                new Served(
                        config.name(),
                        config.transport() == TransportType.UDP
                                ? DatagramFramer.DATAGRAM
                                : config.framer(),
                        config.handlers(),
                        config.session(),
                        config.handshake(),
                        false),
                registry,
                totals,
                config.limits().maxSessionsPerAddress(),
                null);
    }

    /** Of a connection, which has only one session at a time. */
    static Endpoint of(
            ConnectionConfig config,
            SessionRegistry registry,
            EndpointTotals totals,
            Runnable whenEnded) {
        boolean device = config.target() instanceof Target.Device;
        return new Endpoint(
                new Served(
                        config.name(),
                        config.target() instanceof Target.Datagrams
                                ? DatagramFramer.DATAGRAM
                                : config.framer(),
                        config.handlers(),
                        device ? config.session().withHalfClose(false) : config.session(),
                        HandshakeSettings.NONE,
                        device),
                registry,
                totals,
                0,
                whenEnded);
    }

    /** Whether its sessions are peers that have come to a listener. */
    boolean isInbound() {
        return whenEnded == null;
    }

    boolean isDevice() {
        return device;
    }

    /**
     * Counts a connection that is to become a session; whoever does not serve it calls {@link
     * #left}. Any thread.
     *
     * @return the bound that stands in the way, null if none does
     */
    @Nullable RefuseReason tryEnter(@Nullable SocketAddress peer, int maxSessions) {
        Object key = addresses == null ? null : AddressCounts.keyOf(peer);
        if (addresses != null && !addresses.tryAdd(key)) {
            return RefuseReason.MAX_SESSIONS_PER_ADDRESS;
        }
        if (totals.tryEnter(maxSessions)) {
            return null;
        }
        if (addresses != null) {
            addresses.remove(key);
        }
        return RefuseReason.MAX_SESSIONS;
    }

    /** Counts the session of a connection. */
    void enter() {
        totals.tryEnter(Integer.MAX_VALUE);
    }

    /** A session has ended; on its loop. */
    void ended(Session session) {
        left(session.remoteAddress());
        if (whenEnded != null) {
            whenEnded.run();
        }
    }

    /** A session, or a connection that never became one, is gone. Any thread. */
    void left(@Nullable SocketAddress peer) {
        if (addresses != null) {
            addresses.remove(AddressCounts.keyOf(peer));
        }
        totals.left();
    }
}
