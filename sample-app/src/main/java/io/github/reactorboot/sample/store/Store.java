package io.github.reactorboot.sample.store;

import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The entries. All event loops share them, so a change that depends on what is there is made by
 * {@link #replace}, and tried again when another loop was faster; no loop ever waits for another
 * one.
 *
 * <p>An entry that has ended is not there any more, for any method. Its memory comes back when it
 * is asked for, or when the {@linkplain #sweep sweep} comes along.
 */
public final class Store {

    /** What an entry costs beside its bytes: map node and slot, two objects, two array headers. */
    private static final int ENTRY_BYTES = 128;

    private static final long NANOS_PER_MILLI = 1_000_000;

    /** The entries since the last {@link #clear}, and what is known about all of them. */
    private static final class Table {

        final ConcurrentHashMap<Key, Entry> entries = new ConcurrentHashMap<>();
        final LongAdder usedBytes = new LongAdder();
        final LongAdder ending = new LongAdder();
        Iterator<Map.Entry<Key, Entry>> sweep = Collections.emptyIterator();

        void count(Key key, @Nullable Entry before, @Nullable Entry after) {
            long bytes = cost(key, after) - cost(key, before);
            if (bytes != 0) {
                usedBytes.add(bytes);
            }
            int more = ends(after) - ends(before);
            if (more != 0) {
                ending.add(more);
            }
        }

        private static long cost(Key key, @Nullable Entry entry) {
            return entry == null ? 0 : (long) ENTRY_BYTES + key.length() + entry.value().length;
        }

        private static int ends(@Nullable Entry entry) {
            return entry != null && entry.ends() ? 1 : 0;
        }
    }

    private final LongSupplier nanoTime;
    private final long startNanos;
    private volatile long bytesMax;
    private volatile Table table = new Table();

    /**
     * An empty store.
     *
     * @param nanoTime a clock that never steps back
     * @param bytesMax how much memory the entries may take; beyond it {@link #hasRoom} says no
     */
    public Store(LongSupplier nanoTime, long bytesMax) {
        this.nanoTime = nanoTime;
        this.startNanos = nanoTime.getAsLong();
        this.bytesMax = bytesMax;
    }

    /** Milliseconds since the store was made: the clock of the deadlines. */
    public long nowMillis() {
        return (nanoTime.getAsLong() - startNanos) / NANOS_PER_MILLI;
    }

    /**
     * Whether more may be stored. One command of each loop may go beyond the bound, no second one.
     */
    public boolean hasRoom() {
        return table.usedBytes.sum() <= bytesMax;
    }

    /** The entry, or null. */
    public @Nullable Entry get(Key key) {
        Table current = table;
        Entry entry = current.entries.get(key);
        if (entry == null || !hasEnded(entry)) {
            return entry;
        }
        remove(current, key, entry);
        return null;
    }

    /** Stores an entry, whatever was there. */
    public void put(Key key, Entry entry) {
        Table current = table;
        // A scratch key can find an entry but must not stay in the map.
        Entry before = current.entries.replace(key, entry);
        if (before == null) {
            before = current.entries.put(key.copy(), entry);
        }
        current.count(key, before, entry);
    }

    /**
     * Stores or removes an entry if what is there is still what {@link #get} has said.
     *
     * @param expected null for nothing
     * @param next null for nothing
     * @return whether that was the case
     */
    public boolean replace(Key key, @Nullable Entry expected, @Nullable Entry next) {
        Table current = table;
        if (next == null) {
            return expected == null || remove(current, key, expected);
        }
        boolean done =
                expected == null
                        ? current.entries.putIfAbsent(key.copy(), next) == null
                        : current.entries.replace(key, expected, next);
        if (done) {
            current.count(key, expected, next);
        }
        return done;
    }

    private static boolean remove(Table table, Key key, Entry entry) {
        boolean removed = table.entries.remove(key, entry);
        if (removed) {
            table.count(key, entry, null);
        }
        return removed;
    }

    /** Removes an entry; returns whether there was one. */
    public boolean remove(Key key) {
        Entry entry;
        do {
            entry = get(key);
        } while (entry != null && !replace(key, entry, null));
        return entry != null;
    }

    /** Forgets all entries at once; the garbage collector does the rest. */
    public void clear() {
        table = new Table();
    }

    /** How many entries there are, with those that have ended and were not swept yet. */
    public long size() {
        return table.entries.mappingCount();
    }

    /** How many of them end some time. */
    public long ending() {
        return table.ending.sum();
    }

    /** Memory that the entries take, in bytes. */
    public long usedBytes() {
        return table.usedBytes.sum();
    }

    /** Memory that the entries may take, in bytes. */
    public long bytesMax() {
        return bytesMax;
    }

    /** Sets the memory that the entries may take. */
    public void bytesMax(long bytes) {
        bytesMax = bytes;
    }

    /** The keys there are; what changes meanwhile may show or not. */
    public Iterator<Key> keys() {
        return new LiveKeys(table.entries.entrySet().iterator());
    }

    /**
     * Looks at some more entries, in turn, and removes those that have ended. One thread only.
     *
     * @param count how many are looked at
     * @return how many were removed
     */
    public int sweep(int count) {
        Table current = table;
        int removed = 0;
        if (current.ending.sum() == 0) {
            return removed;
        }
        if (!current.sweep.hasNext()) {
            current.sweep = current.entries.entrySet().iterator();
        }
        for (int i = 0; i < count && current.sweep.hasNext(); i++) {
            Map.Entry<Key, Entry> next = current.sweep.next();
            if (hasEnded(next.getValue()) && remove(current, next.getKey(), next.getValue())) {
                removed++;
            }
        }
        return removed;
    }

    private boolean hasEnded(Entry entry) {
        return entry.ends() && entry.deadlineMillis() <= nowMillis();
    }

    /** Leaves out what has ended. */
    private final class LiveKeys implements Iterator<Key> {

        private final Iterator<Map.Entry<Key, Entry>> entries;
        private @Nullable Key next;

        LiveKeys(Iterator<Map.Entry<Key, Entry>> entries) {
            this.entries = entries;
            advance();
        }

        private void advance() {
            next = null;
            while (next == null && entries.hasNext()) {
                Map.Entry<Key, Entry> entry = entries.next();
                next = hasEnded(entry.getValue()) ? null : entry.getKey();
            }
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public Key next() {
            Key key = next;
            if (key == null) {
                throw new NoSuchElementException();
            }
            advance();
            return key;
        }
    }
}
