package io.github.reactorboot.runtime.engine.nio;

import java.util.ArrayList;
import java.util.List;

/** The channels of others that a selector watches. Owned by the event loop. */
final class NioWatches {

    /** So many are looked at in a turn, so that many cost no more than a few. */
    private static final int LOOKS_PER_TURN = 64;

    private final List<NioWatch> watches = new ArrayList<>();
    private int next;

    void add(NioWatch watch) {
        watch.place = watches.size();
        watches.add(watch);
    }

    /** The last one takes its place. */
    void remove(NioWatch watch) {
        NioWatch last = watches.remove(watches.size() - 1);
        if (last.place != watch.place) {
            watches.set(watch.place, last);
            last.place = watch.place;
        }
    }

    /** Finds those whose channel was closed. */
    void look() {
        for (int looks = Math.min(LOOKS_PER_TURN, watches.size()); looks > 0; looks--) {
            if (next >= watches.size()) {
                next = 0;
            }
            if (!watches.isEmpty()) {
                watches.get(next++).look();
            }
        }
    }
}
