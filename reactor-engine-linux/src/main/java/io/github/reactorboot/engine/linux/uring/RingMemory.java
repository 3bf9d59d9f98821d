package io.github.reactorboot.engine.linux.uring;

import io.github.reactorboot.engine.linux.libc.Libc;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The memory that a ring shares with the kernel: both queues in one mapping, the entries of
 * submissions in another. An access after the end is an exception, not a crash.
 */
final class RingMemory {

    private static final int PROT_READ_WRITE = 3;
    private static final int MAP_SHARED_POPULATE = 0x8001;

    private final Libc libc;

    /** Ends both segments for all threads before the memory goes. */
    private final Arena arena = Arena.ofShared();

    private final MemorySegment queues;
    private final MemorySegment entries;

    @SuppressWarnings("restricted") // memory that Java does not know
    private RingMemory(Libc libc, MemorySegment queues, MemorySegment entries) {
        this.libc = libc;
        this.queues = queues.reinterpret(arena, null);
        this.entries = entries.reinterpret(arena, null);
    }

    /**
     * Maps the memory of a ring.
     *
     * @param params what io_uring_setup(2) has filled in
     */
    static RingMemory map(Libc libc, int fd, MemorySegment params) throws IOException {
        int submissions = params.get(ValueLayout.JAVA_INT, Abi.PARAMS_SQ_ENTRIES);
        int completions = params.get(ValueLayout.JAVA_INT, Abi.PARAMS_CQ_ENTRIES);
        long indexesEnd =
                params.get(ValueLayout.JAVA_INT, Abi.PARAMS_SQ_ARRAY)
                        + (long) submissions * Integer.BYTES;
        long completionsEnd =
                params.get(ValueLayout.JAVA_INT, Abi.PARAMS_CQ_ENTRIES_AT)
                        + (long) completions * Abi.CQE_BYTES;
        MemorySegment queues = map(libc, fd, Abi.MAP_RINGS, Math.max(indexesEnd, completionsEnd));
        try {
            MemorySegment entries =
                    map(libc, fd, Abi.MAP_ENTRIES, (long) submissions * Abi.SQE_BYTES);
            return new RingMemory(libc, queues, entries);
        } catch (IOException e) {
            libc.munmap(queues.address(), queues.byteSize());
            throw e;
        }
    }

    @SuppressWarnings("restricted") // as above
    private static MemorySegment map(Libc libc, int fd, long what, long bytes) throws IOException {
        long address = libc.mmap(bytes, PROT_READ_WRITE, MAP_SHARED_POPULATE, fd, what);
        if (address < 0) {
            throw RingFailure.of("mmap of an io_uring", (int) -address);
        }
        return MemorySegment.ofAddress(address).reinterpret(bytes);
    }

    /** Both queues. */
    MemorySegment queues() {
        return queues;
    }

    /** The entries of submissions. */
    MemorySegment entries() {
        return entries;
    }

    void unmap() {
        arena.close();
        libc.munmap(queues.address(), queues.byteSize());
        libc.munmap(entries.address(), entries.byteSize());
    }
}
