package io.github.reactorboot.runtime.exchange;

/**
 * Figures of all exchanges of one {@link Exchanges}, since it was built. Each request ends in one
 * of {@code replies}, {@code timeouts}, {@code cancelled}, {@code closed} and {@code refused}.
 *
 * @param requests calls of {@code exchange}
 * @param replies requests that were answered, also when the reader of the reply threw
 * @param timeouts requests to which no reply came in time
 * @param cancelled requests whose future was cancelled, or completed by somebody else
 * @param closed requests that waited for their replies when the session ended
 * @param refused requests that were not sent: something was full, the key in use, the session
 *     closed, the payload not fit for the framing
 * @param late replies to requests that had been given up
 * @param unmatched received frames that reply to nothing; they went to the handler
 * @param inFlight requests that count against the bound now: on the way to the event loop, waiting
 *     for the reply, or given up, where matching in order waits for their late replies
 */
public record ExchangeStats(
        long requests,
        long replies,
        long timeouts,
        long cancelled,
        long closed,
        long refused,
        long late,
        long unmatched,
        long inFlight) {}
