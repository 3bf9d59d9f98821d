package io.github.reactorboot.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Figures that one thread writes and any thread reads: each read is whole and current, and a write
 * costs no more than that of a plain field (opaque access, see {@link VarHandle}).
 */
final class Counters {

    private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] values;

    Counters(int size) {
        this.values = new long[size];
    }

    /** Adds; owner only. */
    void add(int index, long delta) {
        ELEMENT.setOpaque(values, index, values[index] + delta);
    }

    /** Sets; owner only. */
    void set(int index, long value) {
        ELEMENT.setOpaque(values, index, value);
    }

    /** Sets, after what was written before; owner only. */
    void setRelease(int index, long value) {
        ELEMENT.setRelease(values, index, value);
    }

    /** Reads, before what is read after that; any thread. */
    long getAcquire(int index) {
        return (long) ELEMENT.getAcquire(values, index);
    }

    /** Reads; any thread. */
    long get(int index) {
        return (long) ELEMENT.getOpaque(values, index);
    }
}
