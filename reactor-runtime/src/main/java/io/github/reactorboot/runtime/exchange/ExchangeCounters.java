package io.github.reactorboot.runtime.exchange;

import java.util.concurrent.atomic.LongAdder;

/** What {@link ExchangeStats} tells. Any thread. */
final class ExchangeCounters {

    final LongAdder requests = new LongAdder();
    final LongAdder replies = new LongAdder();
    final LongAdder timeouts = new LongAdder();
    final LongAdder cancelled = new LongAdder();
    final LongAdder closed = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder late = new LongAdder();
    final LongAdder unmatched = new LongAdder();
    final LongAdder inFlight = new LongAdder();

    ExchangeStats snapshot() {
        return new ExchangeStats(
                requests.sum(),
                replies.sum(),
                timeouts.sum(),
                cancelled.sum(),
                closed.sum(),
                refused.sum(),
                late.sum(),
                unmatched.sum(),
                inFlight.sum());
    }
}
