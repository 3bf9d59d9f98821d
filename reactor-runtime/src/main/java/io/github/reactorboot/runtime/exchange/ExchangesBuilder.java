package io.github.reactorboot.runtime.exchange;

import io.github.reactorboot.runtime.HandlerSource;
import io.github.reactorboot.runtime.SessionHandler;
import java.time.Duration;

/** Collects what {@link Exchanges} are held to; every setting has a default. */
public final class ExchangesBuilder {

    private final Matching matching;
    private HandlerSource handlers = HandlerSource.shared((session, frame) -> {});
    private Duration timeout = Duration.ofSeconds(30);
    private int maxInFlight = 1024;
    private long maxHandedBytes = 1 << 20;

    ExchangesBuilder(Matching matching) {
        this.matching = matching;
    }

    /**
     * Who gets every other event, and the frames that reply to nothing. Without a handler those are
     * dropped and counted.
     */
    public ExchangesBuilder handler(SessionHandler value) {
        return handlers(HandlerSource.shared(value));
    }

    /** As {@link #handler}, perhaps one for each session. */
    public ExchangesBuilder handlers(HandlerSource value) {
        this.handlers = value;
        return this;
    }

    /** How long a reply may take where {@code exchange} is not told; 30 seconds by default. */
    public ExchangesBuilder timeout(Duration value) {
        this.timeout = ExchangeSettings.checkTimeout(value);
        return this;
    }

    /** Requests of one session that may be in flight, 1,024 by default; more are refused. */
    public ExchangesBuilder maxInFlight(int value) {
        if (value < 1) {
            throw new IllegalArgumentException("maxInFlight must be at least 1, was " + value);
        }
        this.maxInFlight = value;
        return this;
    }

    /**
     * Bytes of requests for one session that other threads may have handed to its event loop and
     * that the loop has not seen yet, 1 MiB by default; more are refused, but for a single request,
     * which only the outbound limit of the session holds back.
     */
    public ExchangesBuilder maxHandedBytes(long value) {
        if (value < 1) {
            throw new IllegalArgumentException("maxHandedBytes must be at least 1, was " + value);
        }
        this.maxHandedBytes = value;
        return this;
    }

    /** The handler for the listener or connection. */
    public Exchanges build() {
        return new Exchanges(
                new ExchangeSettings(matching, handlers, timeout, maxInFlight, maxHandedBytes));
    }
}
