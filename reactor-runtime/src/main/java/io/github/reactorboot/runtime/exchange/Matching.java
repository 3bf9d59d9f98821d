package io.github.reactorboot.runtime.exchange;

import java.nio.ByteBuffer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** How replies find their requests. */
sealed interface Matching {

    /** Where the requests of one session wait. */
    Outstanding outstanding(ExchangeCounters counters, int maxInFlight);

    /** The key of a request; null where there are no keys. Any thread. */
    @Nullable Object keyOf(ByteBuffer request);

    /** The oldest request gets the next reply. */
    record InOrder(Predicate<ByteBuffer> isReply) implements Matching {

        @Override
        public Outstanding outstanding(ExchangeCounters counters, int maxInFlight) {
            return new OutstandingInOrder(isReply, counters);
        }

        @Override
        public @Nullable Object keyOf(ByteBuffer request) {
            return null;
        }
    }

    /** A reply has the key of its request. */
    record ByKey(CorrelationKey request, CorrelationKey reply) implements Matching {

        @Override
        public Outstanding outstanding(ExchangeCounters counters, int maxInFlight) {
            return new OutstandingByKey(reply, counters, maxInFlight);
        }

        @Override
        public Object keyOf(ByteBuffer payload) {
            Object key = request.of(payload.slice());
            if (key == null) {
                throw new IllegalArgumentException("the request has no correlation key");
            }
            return key;
        }
    }
}
