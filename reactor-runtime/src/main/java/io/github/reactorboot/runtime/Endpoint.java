package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.framing.Framer;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** What all sessions of one listener share: how they are framed, bounded, handled and counted. */
final class Endpoint {

    /** Stands in until a session has its handler. */
    static final SessionHandler NO_HANDLER = (session, frame) -> {};

    final String name;
    final Framer framer;
    final HandlerSource handlers;
    final SessionSettings settings;
    final OutboundLimits outbound;
    final long idleNanos;
    final long frameNanos;
    final long writeNanos;
    final long closeNanos;
    final SessionRegistry registry;
    final EndpointTotals totals;

    /** Null when sessions are not bounded by address. */
    final @Nullable AddressCounts addresses;

    Endpoint(ListenerConfig config, SessionRegistry registry, EndpointTotals totals) {
        this.name = config.name();
        this.framer = config.framer();
        this.handlers = config.handlers();
        this.settings = config.session();
        this.outbound = settings.outbound();
        SessionTimeouts timeouts = settings.timeouts();
        this.idleNanos = timeouts.idle().toNanos();
        this.frameNanos = timeouts.frame().toNanos();
        this.writeNanos = timeouts.write().toNanos();
        this.closeNanos = timeouts.close().toNanos();
        this.registry = registry;
        this.totals = totals;
        int perAddress = config.limits().maxSessionsPerAddress();
        this.addresses = perAddress == 0 ? null : new AddressCounts(perAddress);
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

    /** A session, or a connection that never became one, is gone. Any thread. */
    void left(@Nullable SocketAddress peer) {
        if (addresses != null) {
            addresses.remove(AddressCounts.keyOf(peer));
        }
        totals.left();
    }
}
