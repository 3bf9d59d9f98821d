package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.framing.Framer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What all sessions of one name share: how they are framed, bounded, handled and counted. */
final class Endpoint {

    /** Stands in until a session has its handler. */
    static final SessionHandler NO_HANDLER = (session, frame) -> {};

    final String name;
    final Framer framer;
    final HandlerSource handlers;
    final SessionSettings settings;
    final OutboundLimits outbound;
    final long idleNanos;
    final long frameNanos;
    final long writeNanos;
    final long closeNanos;

    final SessionRegistry registry;

    /** Sessions now, those included that are on their way to their loop. */
    final AtomicInteger live = new AtomicInteger();

    /** Payloads from other threads that were refused. */
    final LongAdder refusedOutside = new LongAdder();

    private final AtomicLong numbers;
    final ReasonCounts<CloseReason> closed = new ReasonCounts<>(CloseReason.class);
    final ReasonCounts<RefuseReason> refused = new ReasonCounts<>(RefuseReason.class);
    private final EndpointCounters[] counters;
    private final @Nullable AddressCounts addresses;
    private final Queue<Runnable> whenEmpty = new ConcurrentLinkedQueue<>();

    Endpoint(ListenerConfig config, int loops, SessionRegistry registry, AtomicLong numbers) {
        this.numbers = numbers;
        this.name = config.name();
        this.framer = config.framer();
        this.handlers = config.handlers();
        this.settings = config.session();
        this.outbound = settings.outbound();
        SessionTimeouts timeouts = settings.timeouts();
        this.idleNanos = timeouts.idle().toNanos();
        this.frameNanos = timeouts.frame().toNanos();
        this.writeNanos = timeouts.write().toNanos();
        this.closeNanos = timeouts.close().toNanos();

        this.registry = registry;
        int perAddress = config.limits().maxSessionsPerAddress();
        this.addresses = perAddress == 0 ? null : new AddressCounts(perAddress);
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

    /** Figures over all loops; any thread. */
    ListenerStats stats(long acceptFailures) {
        return new ListenerStats(
                live.get(),
                sum(EndpointCounters.OPENED),
                closed.snapshot(),
                refused.snapshot(),
                acceptFailures,
                sum(EndpointCounters.BYTES_IN),
                sum(EndpointCounters.BYTES_OUT),
                sum(EndpointCounters.FRAMES_IN),
                sum(EndpointCounters.FRAMES_OUT),
                sum(EndpointCounters.SENDS_REFUSED) + refusedOutside.sum(),
                sum(EndpointCounters.QUEUED_BYTES),
                sum(EndpointCounters.HANDLER_NANOS),
                sum(EndpointCounters.HANDLER_ERRORS));
    }

    private long sum(int figure) {
        long sum = 0;
        for (EndpointCounters each : counters) {
            sum += each.get(figure);
        }
        return sum;
    }

    @Nullable AddressCounts addresses() {
        return addresses;
    }

    /** A session, or a connection that never became one, is gone. */
    void left(@Nullable Object addressKey) {
        if (addresses != null) {
            addresses.remove(addressKey);
        }
        if (live.decrementAndGet() == 0) {
            whenEmpty.forEach(Runnable::run);
        }
    }

    /** Runs an action as soon as no session is left; it may run more than once. */
    void whenEmpty(Runnable action) {
        whenEmpty.add(action);
        if (live.get() == 0) {
            action.run();
        }
    }
}
