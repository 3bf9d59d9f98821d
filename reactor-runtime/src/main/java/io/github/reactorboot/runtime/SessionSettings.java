package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.engine.SocketSettings;
import org.jspecify.annotations.Nullable;

/**
 * What the sessions of an endpoint are held to.
 *
 * @param maxFrameBytes largest payload of an inbound frame
 * @param maxPendingReplies replies promised and outstanding beyond which nothing more is read
 * @param allowHalfClose whether a session stays open when the peer has closed its side
 * @param timeHandlers whether the time spent in handlers is measured
 * @param rateLimit how fast frames are delivered; null for as fast as they come
 */
public record SessionSettings(
        int maxFrameBytes,
        int maxPendingReplies,
        boolean allowHalfClose,
        boolean timeHandlers,
        SessionTimeouts timeouts,
        OutboundLimits outbound,
        SocketSettings socket,
        @Nullable RateLimit rateLimit) {

    /** 64 KiB frames, 64 pending replies, no rate limit, and the defaults of the parts. */
    public static final SessionSettings DEFAULT =
            new SessionSettings(
                    64 << 10,
                    64,
                    false,
                    false,
                    SessionTimeouts.DEFAULT,
                    OutboundLimits.DEFAULT,
                    SocketSettings.DEFAULT,
                    null);

    public SessionSettings {
        if (maxFrameBytes < 1 || maxFrameBytes > 1 << 30) {
            throw new IllegalArgumentException(
                    "maxFrameBytes must be from 1 to 1 GiB, was " + maxFrameBytes);
        }
        if (maxPendingReplies < 1) {
            throw new IllegalArgumentException(
                    "maxPendingReplies must be at least 1, was " + maxPendingReplies);
        }
    }

    /** The same with other time limits. */
    public SessionSettings withTimeouts(SessionTimeouts other) {
        return new SessionSettings(
                maxFrameBytes,
                maxPendingReplies,
                allowHalfClose,
                timeHandlers,
                other,
                outbound,
                socket,
                rateLimit);
    }

    /** The same with other outbound bounds. */
    public SessionSettings withOutbound(OutboundLimits other) {
        return new SessionSettings(
                maxFrameBytes,
                maxPendingReplies,
                allowHalfClose,
                timeHandlers,
                timeouts,
                other,
                socket,
                rateLimit);
    }

    /** The same with another bound for inbound payloads. */
    public SessionSettings withMaxFrameBytes(int bytes) {
        return new SessionSettings(
                bytes,
                maxPendingReplies,
                allowHalfClose,
                timeHandlers,
                timeouts,
                outbound,
                socket,
                rateLimit);
    }

    /** The same, with half-closed sessions allowed or not. */
    public SessionSettings withHalfClose(boolean allowed) {
        return new SessionSettings(
                maxFrameBytes,
                maxPendingReplies,
                allowed,
                timeHandlers,
                timeouts,
                outbound,
                socket,
                rateLimit);
    }

    /** The same with another rate limit, or none. */
    public SessionSettings withRateLimit(@Nullable RateLimit other) {
        return new SessionSettings(
                maxFrameBytes,
                maxPendingReplies,
                allowHalfClose,
                timeHandlers,
                timeouts,
                outbound,
                socket,
                other);
    }
}
