package io.github.reactorboot.runtime;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What is counted of all sessions of one name, from the first listener of that name to the last: a
 * listener that is stopped and started again finds its sessions, its bounds and its figures as they
 * were. Any thread, but for the counters of a loop.
 */
final class EndpointTotals {

    /** Sessions now, those included that are on their way to their loop. */
    private final AtomicInteger live = new AtomicInteger();

    /** Payloads from other threads that were refused. */
    final LongAdder refusedOutside = new LongAdder();

    final LongAdder acceptFailures = new LongAdder();
    final LongAdder connectFailures = new LongAdder();
    final ReasonCounts<CloseReason> closed = new ReasonCounts<>(CloseReason.class);
    final ReasonCounts<RefuseReason> refused = new ReasonCounts<>(RefuseReason.class);
    private final AtomicLong numbers = new AtomicLong();
    private final EndpointCounters[] counters;
    private final Queue<Runnable> whenEmpty = new ConcurrentLinkedQueue<>();

    EndpointTotals(int loops) {
        this.counters = new EndpointCounters[loops];
        for (int i = 0; i < loops; i++) {
            counters[i] = new EndpointCounters();
        }
    }

    /** Numbers sessions from 1. */
    long nextNumber() {
        return numbers.incrementAndGet();
    }

    EndpointCounters countersOf(EventLoop loop) {
        return counters[loop.index()];
    }

    /** An open session by its number. */
    @Nullable LoopSession find(long number) {
        for (EndpointCounters each : counters) {
            LoopSession session = each.sessions.find(number);
            if (session != null) {
                return session;
            }
        }
        return null;
    }

    /** Open sessions. */
    List<Session> sessions() {
        List<Session> found = new ArrayList<>();
        for (EndpointCounters each : counters) {
            each.sessions.forEach(found::add);
        }
        return Collections.unmodifiableList(found);
    }

    /** Sessions now. */
    int live() {
        return live.get();
    }

    /**
     * Counts one more; false if that would be one too many. Several loops may accept at the same
     * time, so looking and counting are one step.
     */
    boolean tryEnter(int most) {
        for (int now = live.get(); now < most; now = live.get()) {
            if (live.compareAndSet(now, now + 1)) {
                return true;
            }
        }
        return false;
    }

    /** A session, or a connection that never became one, is gone. */
    void left() {
        if (live.decrementAndGet() == 0) {
            tellEmpty();
        }
    }

    /**
     * Runs an action as soon as no session is left. Not before the last acceptor is closed: nobody
     * may enter any more.
     */
    void whenEmpty(Runnable action) {
        whenEmpty.add(action);
        if (live.get() == 0) {
            tellEmpty();
        }
    }

    private void tellEmpty() {
        for (Runnable action = whenEmpty.poll(); action != null; action = whenEmpty.poll()) {
            action.run();
        }
    }

    /** Figures over all loops. */
    EndpointStats stats() {
        return new EndpointStats(
                live.get(),
                sum(EndpointCounters.OPENED),
                closed.snapshot(),
                refused.snapshot(),
                acceptFailures.sum(),
                connectFailures.sum(),
                sum(EndpointCounters.BYTES_IN),
                sum(EndpointCounters.BYTES_OUT),
                sum(EndpointCounters.FRAMES_IN),
                sum(EndpointCounters.FRAMES_OUT),
                sum(EndpointCounters.SENDS_REFUSED) + refusedOutside.sum(),
                sum(EndpointCounters.QUEUED_BYTES),
                sum(EndpointCounters.HANDLER_NANOS),
                sum(EndpointCounters.HANDLER_ERRORS));
    }

    /** Figures of datagrams, over all loops. */
    DatagramStats datagramStats() {
        return new DatagramStats(
                sum(EndpointCounters.DATAGRAMS_TRUNCATED),
                sum(EndpointCounters.DATAGRAMS_DROPPED),
                sum(EndpointCounters.DATAGRAM_RECEIVES_FAILED),
                sum(EndpointCounters.DATAGRAM_SENDS_FAILED));
    }

    private long sum(int figure) {
        long sum = 0;
        for (EndpointCounters each : counters) {
            sum += each.get(figure);
        }
        return sum;
    }
}
