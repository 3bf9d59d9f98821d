package io.github.reactorboot.runtime;

import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides which sources of datagrams get a session. Owned by the event loop. */
final class DatagramAdmission {

    private static final Logger log = LoggerFactory.getLogger(Listener.class);

    private final ListenerConfig config;
    private final EventLoop loop;
    private final Endpoint endpoint;
    private final DatagramSources sources;
    private final LogThrottle filterLog = new LogThrottle();

    DatagramAdmission(
            ListenerConfig config, EventLoop loop, Endpoint endpoint, DatagramSources sources) {
        this.config = config;
        this.loop = loop;
        this.endpoint = endpoint;
        this.sources = sources;
    }

    /** Null when the source may have a session, and is counted as one from now on. */
    @Nullable RefuseReason reasonAgainst(SocketAddress source) {
        RefuseReason reason = mayPass(source) ? tryEnter(source) : RefuseReason.FILTER;
        if (reason != null) {
            endpoint.totals.refused.add(reason, 1);
        }
        return reason;
    }

    /**
     * When there are too many, the one that was silent longest makes way, as far as it lives on
     * this loop: made-up sources must not lock out others.
     */
    private @Nullable RefuseReason tryEnter(SocketAddress source) {
        int most = config.limits().maxSessions();
        RefuseReason reason = endpoint.tryEnter(source, most);
        DatagramSession eldest = sources.eldest();
        if (reason != RefuseReason.MAX_SESSIONS || eldest == null) {
            return reason;
        }
        eldest.end(CloseReason.EVICTED, null);
        return endpoint.tryEnter(source, most);
    }

    private boolean mayPass(SocketAddress source) {
        try {
            return config.filter().accept(source);
        } catch (Exception | StackOverflowError | LinkageError e) {
            if (filterLog.tryAcquire(loop.nowNanos())) {
                log.error("Listener {}: its accept filter threw", endpoint.name, e);
            }
            return false;
        } finally {
            loop.clearInterrupt();
        }
    }
}
