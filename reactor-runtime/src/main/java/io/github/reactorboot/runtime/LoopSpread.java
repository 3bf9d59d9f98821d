package io.github.reactorboot.runtime;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Chooses the event loop of an accepted connection. Any thread. */
final class LoopSpread {

    private final List<EventLoop> loops;
    private final Spread strategy;
    private final DescriptorBudget descriptors = DescriptorBudget.ofProcess();
    private final AtomicInteger next = new AtomicInteger();

    LoopSpread(List<EventLoop> loops, Spread strategy) {
        this.loops = loops;
        this.strategy = strategy;
    }

    List<EventLoop> loops() {
        return loops;
    }

    DescriptorBudget descriptors() {
        return descriptors;
    }

    /** Sessions on all loops, those included that are on their way. */
    int sessions() {
        int sum = 0;
        for (EventLoop loop : loops) {
            sum += loop.meter().sessions();
        }
        return sum;
    }

    /** A loop that runs; any loop if none does. */
    EventLoop choose() {
        int start = Math.floorMod(next.getAndIncrement(), loops.size());
        EventLoop best = loops.get(start);
        for (int i = 0; i < loops.size(); i++) {
            EventLoop candidate = loops.get((start + i) % loops.size());
            if (candidate.isOver()) {
                continue;
            }
            if (best.isOver() || isBetter(candidate, best)) {
                best = candidate;
            }
        }
        return best;
    }

    private boolean isBetter(EventLoop candidate, EventLoop best) {
        return strategy == Spread.LEAST_SESSIONS
                && candidate.meter().sessions() < best.meter().sessions();
    }
}
