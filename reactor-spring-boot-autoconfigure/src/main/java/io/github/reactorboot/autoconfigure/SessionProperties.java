package io.github.reactorboot.autoconfigure;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What listeners and connections have in common: where and how their sessions are served. */
sealed interface SessionProperties permits ListenerProperties, ConnectionProperties {

    String runtime();

    FramingProperties framing();

    String codec();

    int maxPendingReplies();

    ListenerProperties.HalfClose halfClose();

    Duration idleTimeout();

    Duration frameTimeout();

    Duration writeTimeout();

    Duration closeTimeout();

    RateLimitProperties rateLimit();

    ListenerProperties.Outbound outbound();

    @Nullable String executor();

    boolean sessionEvents();

    boolean measureHandlers();
}
