package io.github.reactorboot.engine.linux.uring;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * The queue of operations that the kernel has completed. A turn looks once, and takes what was
 * there then. Owned by the event loop.
 */
final class CompletionQueue {

    private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle();

    private final MemorySegment queues;
    private final long headAt;
    private final long tailAt;
    private final long entriesAt;
    private final int mask;

    /** The next entry to be taken. */
    private int head;

    /** Behind the last entry that was there at the last look. */
    private int seen;

    /** Where the entry is that was taken last. */
    private long current;

    CompletionQueue(RingMemory memory, MemorySegment params) {
        this.queues = memory.queues();
        this.headAt = params.get(ValueLayout.JAVA_INT, Abi.PARAMS_CQ_HEAD);
        this.tailAt = params.get(ValueLayout.JAVA_INT, Abi.PARAMS_CQ_TAIL);
        this.entriesAt = params.get(ValueLayout.JAVA_INT, Abi.PARAMS_CQ_ENTRIES_AT);
        this.mask = params.get(ValueLayout.JAVA_INT, Abi.PARAMS_CQ_ENTRIES) - 1;
    }

    /** Looks what is there; the number of entries that can be taken. */
    int look() {
        seen = tail();
        return seen - head;
    }

    /** Whether nothing waits to be taken; what came since the last look counts as well. */
    boolean isEmpty() {
        return tail() == head;
    }

    private int tail() {
        return (int) INT.getAcquire(queues, tailAt);
    }

    /** Takes the next entry; false when there was no further one at the last look. */
    boolean take() {
        if (head == seen) {
            return false;
        }
        current = at(head);
        head++;
        return true;
    }

    private long at(int index) {
        return entriesAt + (long) (index & mask) * Abi.CQE_BYTES;
    }

    /** The number that was given with the operation. */
    long userData() {
        return queues.get(ValueLayout.JAVA_LONG, current);
    }

    /** What a system call would return: a negative error number if it failed. */
    int result() {
        return queues.get(ValueLayout.JAVA_INT, current + Abi.CQE_RESULT);
    }

    int flags() {
        return queues.get(ValueLayout.JAVA_INT, current + Abi.CQE_FLAGS);
    }

    /** Gives the entries that were taken back to the kernel. */
    void release() {
        INT.setRelease(queues, headAt, head);
    }

    /** Whether a completion of an operation waits. */
    boolean contains(long userData) {
        for (int index = head, end = tail(); index != end; index++) {
            if (queues.get(ValueLayout.JAVA_LONG, at(index)) == userData) {
                return true;
            }
        }
        return false;
    }
}
