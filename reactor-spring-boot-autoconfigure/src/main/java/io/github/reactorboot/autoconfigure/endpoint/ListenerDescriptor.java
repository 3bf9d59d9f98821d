package io.github.reactorboot.autoconfigure.endpoint;

import io.github.reactorboot.autoconfigure.health.DisplayText;
import io.github.reactorboot.runtime.AcceptLimits;
import io.github.reactorboot.runtime.CloseReason;
import io.github.reactorboot.runtime.DatagramStats;
import io.github.reactorboot.runtime.EndpointStats;
import io.github.reactorboot.runtime.Listener;
import io.github.reactorboot.runtime.ListenerConfig;
import io.github.reactorboot.runtime.OutboundLimits;
import io.github.reactorboot.runtime.RefuseReason;
import io.github.reactorboot.runtime.SessionSettings;
import io.github.reactorboot.runtime.SessionTimeouts;
import io.github.reactorboot.runtime.TransportType;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One listener.
 *
 * @param runtime name of the runtime that serves it
 * @param address what it is bound to, if it was ever started
 * @param datagrams what became of datagrams, if it serves some
 * @param counts what was counted since it was bound
 * @param limits what it and its sessions are held to
 */
public record ListenerDescriptor(
        String runtime,
        String state,
        @Nullable String address,
        @Nullable Counts counts,
        @Nullable DatagramStats datagrams,
        @Nullable Limits limits) {

    static ListenerDescriptor notStarted(String runtime) {
        return new ListenerDescriptor(runtime, "not_started", null, null, null, null);
    }

    static ListenerDescriptor of(String runtime, Listener listener) {
        return new ListenerDescriptor(
                runtime,
                listener.state().name().toLowerCase(Locale.ROOT),
                DisplayText.address(listener.localAddress()),
                Counts.of(listener.stats()),
                listener.config().transport() == TransportType.UDP
                        ? listener.datagramStats()
                        : null,
                Limits.of(listener.config()));
    }

    /**
     * Figures since the listener was bound.
     *
     * @param sessions sessions now
     * @param closed sessions closed, by the reasons that occurred
     * @param refused connections refused, by the reasons that occurred
     */
    public record Counts(
            int sessions,
            long opened,
            Map<String, Long> closed,
            Map<String, Long> refused,
            long acceptFailures,
            long bytesIn,
            long bytesOut,
            long framesIn,
            long framesOut,
            long sendsRefused,
            long queuedBytes,
            long handlerErrors) {

        static Counts of(EndpointStats stats) {
            return new Counts(
                    stats.sessions(),
                    stats.opened(),
                    occurred(stats.closed(), CloseReason::tag),
                    occurred(stats.refused(), RefuseReason::tag),
                    stats.acceptFailures(),
                    stats.bytesIn(),
                    stats.bytesOut(),
                    stats.framesIn(),
                    stats.framesOut(),
                    stats.sendsRefused(),
                    stats.queuedBytes(),
                    stats.handlerErrors());
        }

        private static <K> Map<String, Long> occurred(
                Map<K, Long> counts, Function<K, String> tag) {
            Map<String, Long> occurred = new TreeMap<>();
            counts.forEach((reason, count) -> {
                if (count != 0) {
                    occurred.put(tag.apply(reason), count);
                }
            });
            return occurred;
        }
    }

    /** Bounds; sizes in bytes, times in ISO 8601 (zero: none). */
    public record Limits(
            int maxSessions,
            int maxSessionsPerAddress,
            int backlog,
            int maxFrameSize,
            int maxPendingReplies,
            String idleTimeout,
            String frameTimeout,
            String writeTimeout,
            String closeTimeout,
            long outboundHighWaterMark,
            long outboundLowWaterMark,
            long outboundLimit) {

        static Limits of(ListenerConfig config) {
            AcceptLimits accept = config.limits();
            SessionSettings session = config.session();
            SessionTimeouts timeouts = session.timeouts();
            OutboundLimits outbound = session.outbound();
            return new Limits(
                    accept.maxSessions(),
                    accept.maxSessionsPerAddress(),
                    accept.backlog(),
                    session.maxFrameBytes(),
                    session.maxPendingReplies(),
                    timeouts.idle().toString(),
                    timeouts.frame().toString(),
                    timeouts.write().toString(),
                    timeouts.close().toString(),
                    outbound.highWaterBytes(),
                    outbound.lowWaterBytes(),
                    outbound.limitBytes());
        }
    }
}
