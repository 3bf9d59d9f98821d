package io.github.reactorboot.sample.store;

import java.util.Iterator;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The places at which SCAN goes on. A cursor is good for one call, which gets the next one. So many
 * are kept, the oldest are forgotten: a client that walked away costs nothing for long.
 */
public final class Scans {

    private static final int KEPT_MAX = 64;

    private final ConcurrentSkipListMap<Long, Iterator<Key>> places = new ConcurrentSkipListMap<>();
    private final AtomicLong lastCursor = new AtomicLong();
    private final Store store;

    public Scans(Store store) {
        this.store = store;
    }

    /**
     * Takes the place of a cursor; it belongs to the caller then.
     *
     * @param cursor 0 for the beginning
     * @return null when the cursor is not known, or not any more
     */
    public @Nullable Iterator<Key> take(long cursor) {
        return cursor == 0 ? store.keys() : places.remove(cursor);
    }

    /** Keeps a place; returns its cursor, or 0 when nothing is left. */
    public long keep(Iterator<Key> place) {
        if (!place.hasNext()) {
            return 0;
        }
        long cursor = lastCursor.incrementAndGet();
        places.put(cursor, place);
        while (places.size() > KEPT_MAX) {
            places.pollFirstEntry();
        }
        return cursor;
    }

    /** Forgets all places. */
    public void clear() {
        places.clear();
    }
}
