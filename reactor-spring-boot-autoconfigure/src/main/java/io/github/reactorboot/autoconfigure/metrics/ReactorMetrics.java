package io.github.reactorboot.autoconfigure.metrics;

import io.github.reactorboot.autoconfigure.ReactorRegistry;
import io.github.reactorboot.runtime.Connection;
import io.github.reactorboot.runtime.DatagramStats;
import io.github.reactorboot.runtime.EventLoop;
import io.github.reactorboot.runtime.Listener;
import io.github.reactorboot.runtime.Reactor;
import io.github.reactorboot.runtime.TransportType;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/**
 * The meters {@code reactor.*} of configured listeners, connections and event loops. A connection
 * has the meters of a listener, with its name in the same tag. They are bound before a listener
 * starts, look up the listener that has the name at the moment of reading, and counters never fall
 * when one is started again. Tags are names from the configuration and reasons, nothing of a peer.
 */
public final class ReactorMetrics implements MeterBinder {

    private final ReactorRegistry registry;

    // Held here: meters hold what they read weakly.
    private final ConcurrentMap<String, ListenerSeries> listeners = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, DatagramSeries> datagrams = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, LoopSeries> loops = new ConcurrentHashMap<>();

    public ReactorMetrics(ReactorRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        for (String name : registry.listenerNames()) {
            new ListenerMeters(meters, seriesOf(name)).register();
            registerDatagrams(
                    meters, name, () -> registry.listener(name).map(Listener::datagramStats));
        }
        for (String name : registry.connectionNames()) {
            new ListenerMeters(meters, seriesOfConnection(name)).register();
            registerDatagrams(
                    meters, name, () -> registry.connection(name).map(Connection::datagramStats));
            new ExchangeMeters(meters, registry.client(name)).register();
        }
        for (Reactor reactor : registry.reactors()) {
            for (EventLoop loop : reactor.loops()) {
                new LoopMeters(meters, seriesOf(reactor, loop)).register();
            }
        }
    }

    private void registerDatagrams(
            MeterRegistry meters, String name, Supplier<Optional<DatagramStats>> current) {
        if (registry.transportOf(name) == TransportType.UDP) {
            DatagramSeries series =
                    datagrams.computeIfAbsent(name, each -> new DatagramSeries(each, current));
            new DatagramMeters(meters, series).register();
        }
    }

    private ListenerSeries seriesOf(String listener) {
        return listeners.computeIfAbsent(
                listener,
                name ->
                        new ListenerSeries(
                                name, () -> registry.listener(name).map(Listener::stats)));
    }

    private ListenerSeries seriesOfConnection(String connection) {
        return listeners.computeIfAbsent(
                connection,
                name ->
                        new ListenerSeries(
                                name, () -> registry.connection(name).map(Connection::stats)));
    }

    private LoopSeries seriesOf(Reactor reactor, EventLoop loop) {
        return loops.computeIfAbsent(loop.name(), name -> new LoopSeries(reactor.name(), loop));
    }
}
