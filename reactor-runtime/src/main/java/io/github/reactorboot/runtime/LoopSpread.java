package io.github.reactorboot.runtime;

import java.util.ArrayList;
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

    /** One loop after the other, as long as they run. */
    EventLoop next() {
        return best(false);
    }

    /**
     * The loops of a new listener that may have several: the next one, which binds first, and all
     * others that run. One that is held up by a callback is left out: it would hold up the start,
     * and then the peers that the system gives to it.
     */
    List<EventLoop> acceptingLoops() {
        EventLoop first = next();
        List<EventLoop> chosen = new ArrayList<>();
        chosen.add(first);
        for (EventLoop loop : loops) {
            if (loop.index() != first.index() && loop.state() == LoopState.RUNNING) {
                chosen.add(loop);
            }
        }
        return chosen;
    }

    /**
     * The loop of an accepted connection: one that runs; any loop if none does.
     *
     * @param accepting the loop that has accepted it, and keeps it unless another one has fewer
     *     sessions
     */
    EventLoop choose(EventLoop accepting) {
        if (strategy == Spread.ROUND_ROBIN) {
            return best(false);
        }
        EventLoop least = best(true);
        boolean keep =
                accepting.meter().sessions() <= least.meter().sessions()
                        && accepting.state() == LoopState.RUNNING;
        return keep ? accepting : least;
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
