package io.github.reactorboot.autoconfigure;

import io.github.reactorboot.autoconfigure.ListenerProperties.HalfClose;
import io.github.reactorboot.handler.Nearest;
import io.github.reactorboot.runtime.OutboundLimits;
import io.github.reactorboot.runtime.RateLimit;
import io.github.reactorboot.runtime.SessionSettings;
import io.github.reactorboot.runtime.SessionTimeouts;
import io.github.reactorboot.runtime.engine.SocketSettings;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What listeners and connections have in common: refuses what cannot work. */
final class SessionBounds {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private static final int RATE_MOST = 1_000_000;

    private SessionBounds() {}

    /** The message names a property that is set, since a name is none. */
    static void checkName(
            PropertyCheck check, String name, String kind, String key, @Nullable Object value) {
        if (!NAME.matcher(name).matches()) {
            throw check.refuse(
                    key,
                    value,
                    "belongs to a %s whose name must be 1 to 64 letters, digits, '.', '_' or '-'"
                            .formatted(kind));
        }
    }

    static void checkRuntime(PropertyCheck check, String runtime, Set<String> runtimes) {
        if (!runtimes.contains(runtime)) {
            throw check.refuse(
                    "runtime",
                    runtime,
                    "must name a runtime",
                    Nearest.to(runtime, runtimes)
                                    .map(name -> "Did you mean '%s'? Otherwise: ".formatted(name))
                                    .orElse("")
                            + "Configure reactor.runtimes.%s, or use one of: %s."
                                    .formatted(runtime, String.join(", ", runtimes)));
        }
    }

    /** What sessions are held to. */
    static SessionSettings session(
            PropertyCheck check, SessionProperties properties, SocketSettings socket) {
        check.atLeast("max-pending-replies", properties.maxPendingReplies(), 1);
        return new SessionSettings(
                check.bytes("framing.max-frame-size", properties.framing().maxFrameSize(), 1),
                properties.maxPendingReplies(),
                properties.halfClose() == HalfClose.ALLOW,
                properties.measureHandlers(),
                timeouts(check, properties),
                outbound(check, properties.outbound()),
                socket,
                rateLimit(check, properties.rateLimit()));
    }

    private static @Nullable RateLimit rateLimit(
            PropertyCheck check, RateLimitProperties properties) {
        int rate = properties.messagesPerSecond();
        int burst = properties.burst();
        within(check, "rate-limit.messages-per-second", rate);
        within(check, "rate-limit.burst", burst);
        return rate == 0 ? null : new RateLimit(rate, burst == 0 ? rate : burst);
    }

    private static void within(PropertyCheck check, String name, int value) {
        check.require(
                value >= 0 && value <= RATE_MOST, name, value, "must be from 0 to " + RATE_MOST);
    }

    private static SessionTimeouts timeouts(PropertyCheck check, SessionProperties properties) {
        notNegative(check, "idle-timeout", properties.idleTimeout());
        notNegative(check, "frame-timeout", properties.frameTimeout());
        notNegative(check, "write-timeout", properties.writeTimeout());
        Duration close = properties.closeTimeout();
        check.require(
                !close.isNegative() && !close.isZero(), "close-timeout", close, "must be above 0");
        return new SessionTimeouts(
                properties.idleTimeout(),
                properties.frameTimeout(),
                properties.writeTimeout(),
                close);
    }

    private static void notNegative(PropertyCheck check, String name, Duration value) {
        check.require(!value.isNegative(), name, value, "must not be negative");
    }

    private static OutboundLimits outbound(
            PropertyCheck check, ListenerProperties.Outbound outbound) {
        long high = outbound.highWaterMark().toBytes();
        long low = outbound.lowWaterMark().toBytes();
        long limit = outbound.limit().toBytes();
        check.atLeast("outbound.low-water-mark", low, 0);
        check.require(
                high > low,
                "outbound.high-water-mark",
                outbound.highWaterMark(),
                "must be above %s (%s)"
                        .formatted(check.key("outbound.low-water-mark"), outbound.lowWaterMark()));
        check.require(
                limit >= high,
                "outbound.limit",
                outbound.limit(),
                "must not be below %s (%s)"
                        .formatted(
                                check.key("outbound.high-water-mark"), outbound.highWaterMark()));
        return new OutboundLimits(high, low, limit, outbound.readWhileFull());
    }
}
