package io.github.reactorboot.engine.linux.socket;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Gives each source of an engine a number that stands for it in the kernel, and finds it again. A
 * number contains a count of the uses of its place, so an event that comes late for a source that
 * is gone finds nothing; descriptors, in contrast, are used again at once. Owned by one event loop.
 *
 * @param <S> what the engine keeps of a source
 */
public final class SourceTable<S> {

    private static final int FIRST_CAPACITY = 64;

    /** How many bits of a number are a count of uses of its place, and how many are free. */
    private final int generationMask;

    private @Nullable Object[] sources = new @Nullable Object[FIRST_CAPACITY];
    private int[] generations = new int[FIRST_CAPACITY];

    /** The places that are free: a stack of indexes. */
    private int[] free = new int[FIRST_CAPACITY];

    private int freeCount;
    private int used;
    private int size;

    /**
     * Makes an empty table.
     *
     * @param generationBits how many bits above the 32 of the place the count of uses may take; the
     *     bits above those are 0
     */
    public SourceTable(int generationBits) {
        this.generationMask = (1 << generationBits) - 1;
    }

    /** Takes a source in and gives its number. */
    public long add(S source) {
        int slot = freeCount > 0 ? free[--freeCount] : nextSlot();
        sources[slot] = source;
        size++;
        return number(slot);
    }

    private int nextSlot() {
        if (used == sources.length) {
            sources = Arrays.copyOf(sources, used * 2);
            generations = Arrays.copyOf(generations, used * 2);
            free = Arrays.copyOf(free, used * 2);
        }
        return used++;
    }

    private long number(int slot) {
        return (long) (generations[slot] & generationMask) << 32 | slot;
    }

    /** The source of a number; null when it was removed. */
    @SuppressWarnings("unchecked") // only sources are put in
    public @Nullable S find(long number) {
        int slot = (int) number;
        return number == number(slot) ? (S) sources[slot] : null;
    }

    /** Removes a source; its number finds nothing any more. */
    public void remove(long number) {
        int slot = (int) number;
        if (number == number(slot) && sources[slot] != null) {
            sources[slot] = null;
            generations[slot]++;
            free[freeCount++] = slot;
            size--;
        }
    }

    /** How many sources there are. */
    public int size() {
        return size;
    }

    /** Hands out every source; those may be removed meanwhile. */
    @SuppressWarnings("unchecked") // only sources are put in
    public void forEach(Consumer<S> action) {
        for (int slot = 0; slot < used; slot++) {
            Object source = sources[slot];
            if (source != null) {
                action.accept((S) source);
            }
        }
    }
}
