package io.github.reactorboot.engine.linux.uring;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/** The queue of operations that the kernel is asked for. Owned by the event loop. */
final class SubmissionQueue {

    private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle();

    private final MemorySegment queues;
    private final MemorySegment entries;
    private final long tailAt;
    private final long flagsAt;
    private final int capacity;

    /** Behind the last entry that was written. */
    private int tail;

    /** Behind the last entry that the kernel has taken. */
    private int taken;

    SubmissionQueue(RingMemory memory, MemorySegment params) {
        this.queues = memory.queues();
        this.entries = memory.entries();
        this.tailAt = params.get(ValueLayout.JAVA_INT, Abi.PARAMS_SQ_TAIL);
        this.flagsAt = params.get(ValueLayout.JAVA_INT, Abi.PARAMS_SQ_FLAGS);
        this.capacity = params.get(ValueLayout.JAVA_INT, Abi.PARAMS_SQ_ENTRIES);
        // The indexes could name entries in any order; here they never change.
        long indexes = params.get(ValueLayout.JAVA_INT, Abi.PARAMS_SQ_ARRAY);
        for (int i = 0; i < capacity; i++) {
            queues.set(ValueLayout.JAVA_INT, indexes + (long) i * Integer.BYTES, i);
        }
    }

    boolean isFull() {
        return tail - taken == capacity;
    }

    /** How many entries the kernel has not taken yet. */
    int pending() {
        return tail - taken;
    }

    /**
     * Begins an entry, of which everything else is 0. The queue must not be full.
     *
     * @param head operation, flags, ioprio and descriptor, as {@link #head} makes it
     * @return where the entry is
     */
    long begin(long head, long userData) {
        long at = (long) (tail & capacity - 1) * Abi.SQE_BYTES;
        tail++;
        // What an earlier operation left in a field would mean something else, or be refused.
        entries.set(ValueLayout.JAVA_LONG, at, head);
        entries.set(ValueLayout.JAVA_LONG, at + 8, 0);
        entries.set(ValueLayout.JAVA_LONG, at + 16, 0);
        entries.set(ValueLayout.JAVA_LONG, at + 24, 0);
        entries.set(ValueLayout.JAVA_LONG, at + Abi.SQE_USER_DATA, userData);
        entries.set(ValueLayout.JAVA_LONG, at + 40, 0);
        entries.set(ValueLayout.JAVA_LONG, at + 48, 0);
        entries.set(ValueLayout.JAVA_LONG, at + 56, 0);
        return at;
    }

    void setLong(long at, long value) {
        entries.set(ValueLayout.JAVA_LONG, at, value);
    }

    void setInt(long at, int value) {
        entries.set(ValueLayout.JAVA_INT, at, value);
    }

    /** The first eight bytes of an entry. */
    static long head(int operation, int flags, int ioprio, int fd) {
        return (long) fd << 32 | (long) ioprio << 16 | (long) flags << 8 | operation;
    }

    /** Shows the kernel what was written. */
    void publish() {
        INT.setRelease(queues, tailAt, tail);
    }

    /** The kernel has taken so many entries. */
    void taken(int count) {
        taken += count;
    }

    /** Whether the kernel keeps completions for which there was no room. */
    boolean hasOverflow() {
        return ((int) INT.getAcquire(queues, flagsAt) & Abi.SQ_CQ_OVERFLOW) != 0;
    }
}
