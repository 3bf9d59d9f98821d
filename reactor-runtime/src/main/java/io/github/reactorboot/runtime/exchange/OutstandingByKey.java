package io.github.reactorboot.runtime.exchange;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A reply has the key of its request. Keys that were given up are remembered, the youngest of them:
 * if they were used again at once, a late reply would answer the wrong request.
 */
final class OutstandingByKey implements Outstanding {

    private final CorrelationKey replyKey;
    private final ExchangeCounters counters;
    private final int maxGivenUp;
    private final Map<Object, PendingExchange<?>> waiting = new HashMap<>();
    private final Set<Object> givenUp = new LinkedHashSet<>();

    OutstandingByKey(CorrelationKey replyKey, ExchangeCounters counters, int maxGivenUp) {
        this.replyKey = replyKey;
        this.counters = counters;
        this.maxGivenUp = maxGivenUp;
    }

    @Override
    public boolean admits(PendingExchange<?> request) {
        return !waiting.containsKey(request.key()) && !givenUp.contains(request.key());
    }

    @Override
    public void add(PendingExchange<?> request) {
        waiting.put(request.key(), request);
    }

    @Override
    public boolean take(ByteBuffer frame) {
        int position = frame.position();
        int limit = frame.limit();
        Object key = replyKey.of(frame);
        Outstanding.restore(frame, position, limit);
        PendingExchange<?> request = key == null ? null : waiting.remove(key);
        if (request != null) {
            request.leave();
            return request.answer(frame);
        }
        if (key != null && givenUp.remove(key)) {
            counters.late.increment();
        } else {
            counters.unmatched.increment();
        }
        return false;
    }

    @Override
    public void giveUp(PendingExchange<?> request) {
        if (waiting.remove(request.key(), request)) {
            request.leave();
            remember(request.key());
        }
    }

    private void remember(Object key) {
        givenUp.add(key);
        if (givenUp.size() > maxGivenUp) {
            Iterator<Object> oldest = givenUp.iterator();
            oldest.next();
            oldest.remove();
        }
    }

    @Override
    public List<PendingExchange<?>> clear() {
        List<PendingExchange<?>> left = new ArrayList<>(waiting.values());
        waiting.clear();
        givenUp.clear();
        return left;
    }
}
