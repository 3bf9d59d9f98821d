package io.github.reactorboot.runtime;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts by reason, for events that are rare. Any thread.
 *
 * @param <R> the reasons
 */
final class ReasonCounts<R extends Enum<R>> {

    private final Class<R> reasons;

    /** Every reason is there from the start, so that the map itself never changes. */
    private final Map<R, LongAdder> counts;

    ReasonCounts(Class<R> reasons) {
        this.reasons = reasons;
        this.counts = new EnumMap<>(reasons);
        for (R reason : reasons.getEnumConstants()) {
            counts.put(reason, new LongAdder());
        }
    }

    void add(R reason, long count) {
        LongAdder counter = counts.get(reason);
        if (counter != null) {
            counter.add(count);
        }
    }

    Map<R, Long> snapshot() {
        Map<R, Long> copy = new EnumMap<>(reasons);
        counts.forEach((reason, counter) -> copy.put(reason, counter.sum()));
        return copy;
    }
}
