package io.github.reactorboot.runtime;

import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The listeners and devices of one reactor; a name belongs to one of them. Any thread. */
final class Endpoints {

    private final String reactor;
    private final SessionRegistry registry;
    private final LoopSpread spread;
    private final ListenerAdvice advice;
    private final ReactorObserver observer;
    private final ConcurrentMap<String, Listener> listeners = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Device> devices = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, EndpointTotals> totals = new ConcurrentHashMap<>();

    Endpoints(
            String reactor,
            SessionRegistry registry,
            LoopSpread spread,
            ListenerAdvice advice,
            ReactorObserver observer) {
        this.reactor = reactor;
        this.registry = registry;
        this.spread = spread;
        this.advice = advice;
        this.observer = observer;
    }

    CompletionStage<Listener> listen(ListenerConfig config, boolean running) {
        CompletableFuture<Listener> bound = new CompletableFuture<>();
        if (!running) {
            bound.completeExceptionally(notRunning());
            return bound;
        }
        advice.warn(config);
        Endpoint endpoint = Endpoint.of(config, registry, totalsOf(config.name()));
        Listener listener = new Listener(config, spread, endpoint, observer);
        IllegalStateException taken = add(listener);
        if (taken != null) {
            bound.completeExceptionally(taken);
            return bound;
        }
        listener.open(failure -> {
            if (failure == null) {
                try {
                    observer.onListening(listener);
                } finally {
                    bound.complete(listener);
                }
            } else {
                listeners.remove(listener.name(), listener);
                bound.completeExceptionally(failure);
            }
        });
        return bound;
    }

    CompletionStage<Device> open(DeviceConfig config, boolean running) {
        CompletableFuture<Device> opened = new CompletableFuture<>();
        if (!running) {
            opened.completeExceptionally(notRunning());
            return opened;
        }
        Device device = new Device(config, spread.next(), registry, totalsOf(config.name()));
        IllegalStateException taken = add(device);
        if (taken != null) {
            opened.completeExceptionally(taken);
            return opened;
        }
        device.begin(failure -> {
            if (failure == null) {
                try {
                    observer.onDeviceStarted(device);
                } finally {
                    opened.complete(device);
                }
            } else {
                devices.remove(device.name(), device);
                opened.completeExceptionally(failure);
            }
        });
        return opened;
    }

    private EndpointTotals totalsOf(String name) {
        return totals.computeIfAbsent(name, n -> new EndpointTotals(spread.loops().size()));
    }

    /** One at a time, since a name is looked up in two tables. */
    private synchronized @Nullable IllegalStateException add(Listener listener) {
        IllegalStateException taken = taken(listener.name());
        if (taken == null) {
            devices.remove(listener.name());
            listeners.put(listener.name(), listener);
        }
        return taken;
    }

    private synchronized @Nullable IllegalStateException add(Device device) {
        IllegalStateException taken = taken(device.name());
        if (taken == null) {
            listeners.remove(device.name());
            devices.put(device.name(), device);
        }
        return taken;
    }

    /** Null when nothing of that name is served. */
    private @Nullable IllegalStateException taken(String name) {
        Listener listener = listeners.get(name);
        if (listener != null && !listener.isOver()) {
            return new IllegalStateException(
                    "reactor " + reactor + " has a listener named " + name);
        }
        Device device = devices.get(name);
        if (device != null && !device.isOver()) {
            return new IllegalStateException("reactor " + reactor + " has a device named " + name);
        }
        return null;
    }

    private IllegalStateException notRunning() {
        return new IllegalStateException("reactor " + reactor + " is not running");
    }

    Collection<Listener> listeners() {
        return Collections.unmodifiableCollection(listeners.values());
    }

    Optional<Listener> listener(String name) {
        return Optional.ofNullable(listeners.get(name));
    }

    Collection<Device> devices() {
        return Collections.unmodifiableCollection(devices.values());
    }

    Optional<Device> device(String name) {
        return Optional.ofNullable(devices.get(name));
    }

    CompletionStage<Void> drain() {
        return CompletableFuture.allOf(
                Stream.concat(
                                listeners.values().stream().map(Listener::drain),
                                devices.values().stream().map(Device::drain))
                        .map(CompletionStage::toCompletableFuture)
                        .toArray(CompletableFuture[]::new));
    }

    /** The loops are about to end: nothing is accepted or opened any more. */
    void giveUp() {
        listeners.values().forEach(Listener::stop);
        devices.values().forEach(Device::giveUp);
    }

    void clear() {
        listeners.clear();
        devices.clear();
    }
}
