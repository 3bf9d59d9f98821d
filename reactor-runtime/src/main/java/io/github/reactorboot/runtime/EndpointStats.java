package io.github.reactorboot.runtime;

import java.util.Map;

/**
 * Figures of one listener or connection since it was there first; read from any thread, each figure
 * current by itself.
 *
 * @param sessions sessions now
 * @param opened sessions opened
 * @param closed sessions closed, by reason; every reason is there
 * @param refused connections refused, by reason; every reason is there
 * @param acceptFailures failed attempts to accept
 * @param connectFailures failed attempts to open a connection
 * @param bytesIn bytes received
 * @param bytesOut bytes taken by the kernel
 * @param framesIn frames delivered to handlers
 * @param framesOut payloads accepted for sending
 * @param sendsRefused payloads refused because a bound was reached or the session was closed
 * @param queuedBytes bytes that wait in outbound queues
 * @param handlerNanos time spent in handlers and framers, 0 unless it is measured
 * @param handlerErrors exceptions thrown by handlers
 */
public record EndpointStats(
        int sessions,
        long opened,
        Map<CloseReason, Long> closed,
        Map<RefuseReason, Long> refused,
        long acceptFailures,
        long connectFailures,
        long bytesIn,
        long bytesOut,
        long framesIn,
        long framesOut,
        long sendsRefused,
        long queuedBytes,
        long handlerNanos,
        long handlerErrors) {}
