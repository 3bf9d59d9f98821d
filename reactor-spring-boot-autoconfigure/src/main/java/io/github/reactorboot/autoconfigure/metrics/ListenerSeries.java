package io.github.reactorboot.autoconfigure.metrics;

import io.github.reactorboot.autoconfigure.ReactorRegistry;
import io.github.reactorboot.runtime.CloseReason;
import io.github.reactorboot.runtime.Listener;
import io.github.reactorboot.runtime.ListenerState;
import io.github.reactorboot.runtime.ListenerStats;
import io.github.reactorboot.runtime.RefuseReason;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The figures of all listeners that had one name, one after the other. A listener that is started
 * again begins to count anew, while sessions of the one before may live on: their sum never falls.
 * Any thread.
 */
final class ListenerSeries {

    private static final ListenerStats NOTHING =
            new ListenerStats(0, 0, Map.of(), Map.of(), 0, 0, 0, 0, 0, 0, 0, 0, 0);

    private final ReactorRegistry registry;
    private final String name;

    /** The present listener, and former ones that still have sessions. */
    private final List<Listener> listeners = new ArrayList<>(1);

    private ListenerStats former = NOTHING;

    ListenerSeries(ReactorRegistry registry, String name) {
        this.registry = registry;
        this.name = name;
    }

    String name() {
        return name;
    }

    synchronized ListenerStats stats() {
        registry.listener(name).ifPresent(this::follow);
        ListenerStats sum = former;
        for (Listener listener : listeners) {
            sum = plus(sum, listener.stats());
        }
        return sum;
    }

    private void follow(Listener present) {
        if (listeners.contains(present)) {
            return;
        }
        listeners.removeIf(this::settle);
        listeners.add(present);
    }

    /** Takes over the last figures of a listener that will not change any more. */
    private boolean settle(Listener listener) {
        if (listener.state() != ListenerState.STOPPED && listener.state() != ListenerState.FAILED) {
            return false;
        }
        ListenerStats last = listener.stats();
        if (last.sessions() != 0) {
            return false;
        }
        former = plus(former, last);
        return true;
    }

    private static ListenerStats plus(ListenerStats a, ListenerStats b) {
        return new ListenerStats(
                a.sessions() + b.sessions(),
                a.opened() + b.opened(),
                plus(CloseReason.class, a.closed(), b.closed()),
                plus(RefuseReason.class, a.refused(), b.refused()),
                a.acceptFailures() + b.acceptFailures(),
                a.bytesIn() + b.bytesIn(),
                a.bytesOut() + b.bytesOut(),
                a.framesIn() + b.framesIn(),
                a.framesOut() + b.framesOut(),
                a.sendsRefused() + b.sendsRefused(),
                a.queuedBytes() + b.queuedBytes(),
                a.handlerNanos() + b.handlerNanos(),
                a.handlerErrors() + b.handlerErrors());
    }

    private static <K extends Enum<K>> Map<K, Long> plus(
            Class<K> keys, Map<K, Long> a, Map<K, Long> b) {
        Map<K, Long> sum = new EnumMap<>(keys);
        sum.putAll(a);
        b.forEach((key, count) -> sum.merge(key, count, Long::sum));
        return sum;
    }
}
