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

    /** The loop of a new listener: one after the other, as long as they run. */
    EventLoop next() {
        return best(false);
    }

    /** The loop of an accepted connection: one that runs; any loop if none does. */
    EventLoop choose() {
        return best(strategy == Spread.LEAST_SESSIONS);
    }

    private EventLoop best(boolean fewestSessions) {
        int start = Math.floorMod(next.getAndIncrement(), loops.size());
        EventLoop best = loops.get(start);
        boolean bestRuns = best.state() == LoopState.RUNNING;
        for (int i = 1; i < loops.size(); i++) {
            EventLoop candidate = loops.get((start + i) % loops.size());
            if (candidate.state() != LoopState.RUNNING) {
                continue;
            }
            boolean better =
                    fewestSessions && candidate.meter().sessions() < best.meter().sessions();
            if (!bestRuns || better) {
                best = candidate;
                bestRuns = true;
            }
        }
        return best;
    }
}
