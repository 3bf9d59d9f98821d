package io.github.reactorboot.runtime.exchange;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Replies come in the order of the requests. A request that was given up keeps its place, or its
 * late reply would answer the next one.
 */
final class OutstandingInOrder implements Outstanding {

    private final Predicate<ByteBuffer> isReply;
    private final ExchangeCounters counters;
    private final ArrayDeque<PendingExchange<?>> waiting = new ArrayDeque<>();

    OutstandingInOrder(Predicate<ByteBuffer> isReply, ExchangeCounters counters) {
        this.isReply = isReply;
        this.counters = counters;
    }

    @Override
    public boolean admits(PendingExchange<?> request) {
        return true;
    }

    @Override
    public void add(PendingExchange<?> request) {
        waiting.add(request);
    }

    @Override
    public boolean take(ByteBuffer frame) {
        if (waiting.isEmpty() || !isReply(frame)) {
            counters.unmatched.increment();
            return false;
        }
        PendingExchange<?> oldest = waiting.remove();
        oldest.leave();
        oldest.answer(frame);
        return true;
    }

    private boolean isReply(ByteBuffer frame) {
        int position = frame.position();
        int limit = frame.limit();
        boolean reply = isReply.test(frame);
        Outstanding.restore(frame, position, limit);
        return reply;
    }

    @Override
    public void giveUp(PendingExchange<?> request) {
        // It stays until its reply comes.
    }

    @Override
    public List<PendingExchange<?>> clear() {
        List<PendingExchange<?>> left = new ArrayList<>(waiting);
        waiting.clear();
        return left;
    }
}
