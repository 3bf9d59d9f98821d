package io.github.reactorboot.runtime.exchange;

import io.github.reactorboot.runtime.HandlerSource;
import java.time.Duration;

/** What {@link ExchangesBuilder} has collected. */
record ExchangeSettings(
        Matching matching,
        HandlerSource handlers,
        Duration timeout,
        int maxInFlight,
        long maxHandedBytes) {

    private static final Duration LONGEST = Duration.ofDays(365);

    /** A timeout that the loop can measure. */
    static Duration checkTimeout(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "timeout must be positive and at most 365 days, was " + timeout);
        }
        return timeout;
    }
}
