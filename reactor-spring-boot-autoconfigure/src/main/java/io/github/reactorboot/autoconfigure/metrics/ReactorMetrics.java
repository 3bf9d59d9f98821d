package io.github.reactorboot.autoconfigure.metrics;

import io.github.reactorboot.autoconfigure.ReactorRegistry;
import io.github.reactorboot.runtime.EventLoop;
import io.github.reactorboot.runtime.Reactor;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The meters {@code reactor.*} of configured listeners and event loops. They are bound before a
 * listener starts, look up the listener that has the name at the moment of reading, and counters
 * never fall when one is started again. Tags are names from the configuration and reasons, nothing
 * of a peer.
 */
public final class ReactorMetrics implements MeterBinder {

    private final ReactorRegistry registry;

    // Held here: meters hold what they read weakly.
    private final ConcurrentMap<String, ListenerSeries> listeners = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, LoopSeries> loops = new ConcurrentHashMap<>();

    public ReactorMetrics(ReactorRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        for (String name : registry.listenerNames()) {
            new ListenerMeters(meters, seriesOf(name)).register();
        }
        for (Reactor reactor : registry.reactors()) {
            for (EventLoop loop : reactor.loops()) {
                new LoopMeters(meters, seriesOf(reactor, loop)).register();
            }
        }
    }

    private ListenerSeries seriesOf(String listener) {
        return listeners.computeIfAbsent(listener, name -> new ListenerSeries(registry, name));
    }

    private LoopSeries seriesOf(Reactor reactor, EventLoop loop) {
        return loops.computeIfAbsent(loop.name(), name -> new LoopSeries(reactor.name(), loop));
    }
}
