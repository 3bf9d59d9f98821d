package io.github.reactorboot.engine.linux.uring;

import io.github.reactorboot.engine.linux.libc.Errno;
import io.github.reactorboot.engine.linux.libc.Libc;
import io.github.reactorboot.engine.linux.socket.Descriptors;
import io.github.reactorboot.engine.linux.socket.UselessWaits;
import io.github.reactorboot.runtime.engine.PollEngine;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One io_uring(7): its descriptor, its two queues, its buffers, and the one system call of a turn.
 * Made by any thread, used by the one that calls {@link #enable} only: the kernel then knows that
 * there is no other, and does its work when that thread asks for completions, never in between.
 */
final class Ring {

    private static final int SETUP_FLAGS =
            Abi.SETUP_CQSIZE
                    | Abi.SETUP_R_DISABLED
                    | Abi.SETUP_SUBMIT_ALL
                    | Abi.SETUP_SINGLE_ISSUER
                    | Abi.SETUP_DEFER_TASKRUN;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** Further in the future the clock of the kernel would overflow. */
    private static final long LONGEST_WAIT_NANOS = 1L << 60;

    private static final int PATIENCE = 5;
    private static final long PAUSE_NANOS = 20_000_000L;
    private static final int TIMESPEC_AT = 32;

    /** After a call for which the kernel had no memory. */
    private static final long REFUSED_NANOS = 1_000_000L;

    private final Libc libc;
    private final int fd;
    private final RingSizes sizes;
    private final RingMemory memory;
    private final SubmissionQueue submissions;
    private final CompletionQueue completions;
    private final BufferRing buffers;
    private final int enterFlags;
    private final UselessWaits useless = new UselessWaits();

    /** A getevents_arg and the timespec that it points to; also what else a call needs. */
    private final MemorySegment argument = Arena.ofAuto().allocate(64, 8);

    /** What stands for the ring in a call: its descriptor, or its index with the thread. */
    private int handle;

    private int handleFlags;
    private @Nullable Thread user;

    private Ring(Libc libc, int fd, RingSizes sizes, RingMemory memory, MemorySegment params)
            throws IOException {
        this.libc = libc;
        this.fd = fd;
        this.handle = fd;
        this.sizes = sizes;
        this.memory = memory;
        this.submissions = new SubmissionQueue(memory, params);
        this.completions = new CompletionQueue(memory, params);
        int features = params.get(ValueLayout.JAVA_INT, Abi.PARAMS_FEATURES);
        // A loop that waits is idle, and does not wait for a disk.
        boolean noIowait = (features & Abi.FEATURE_NO_IOWAIT) != 0;
        this.enterFlags = Abi.ENTER_GETEVENTS | (noIowait ? Abi.ENTER_NO_IOWAIT : 0);
        argument.set(
                ValueLayout.JAVA_LONG, Abi.ARGUMENT_TIMESPEC, argument.address() + TIMESPEC_AT);
        this.buffers = new BufferRing(sizes);
        buffers.register(this);
    }

    /** Sets a ring up, with smaller queues if the process may not lock that much memory. */
    static Ring open(Libc libc, RingSizes wanted) throws IOException {
        RingSizes sizes = wanted;
        int patience = PATIENCE;
        while (true) {
            try {
                return openOnce(libc, sizes);
            } catch (RingFailure e) {
                if (!e.isLackOfMemory() || patience == 0) {
                    throw e;
                }
                if (sizes.canShrink()) {
                    sizes = sizes.smaller();
                } else {
                    // A ring that was closed gives its memory back a little later.
                    patience--;
                    sizes = wanted;
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            }
        }
    }

    private static Ring openOnce(Libc libc, RingSizes sizes) throws IOException {
        MemorySegment params = Arena.ofAuto().allocate(Abi.PARAMS_BYTES, 8);
        int fd = setup(libc, sizes, params);
        if (fd < 0) {
            throw RingFailure.of("io_uring_setup with IORING_SETUP_DEFER_TASKRUN", -fd);
        }
        RingMemory memory = null;
        try {
            memory = RingMemory.map(libc, fd, params);
            return new Ring(libc, fd, sizes, memory, params);
        } catch (IOException | RuntimeException | Error e) {
            if (memory != null) {
                memory.unmap();
            }
            Descriptors.close(libc, fd);
            throw e;
        }
    }

    private static int setup(Libc libc, RingSizes sizes, MemorySegment params) {
        params.fill((byte) 0);
        params.set(ValueLayout.JAVA_INT, Abi.PARAMS_FLAGS, SETUP_FLAGS);
        params.set(ValueLayout.JAVA_INT, Abi.PARAMS_CQ_ENTRIES, sizes.completions());
        return libc.ioUringSetup(sizes.submissions(), params.address());
    }

    int fd() {
        return fd;
    }

    RingSizes sizes() {
        return sizes;
    }

    SubmissionQueue submissions() {
        return submissions;
    }

    CompletionQueue completions() {
        return completions;
    }

    BufferRing buffers() {
        return buffers;
    }

    /** The ring belongs to the calling thread from now on. */
    void enable() throws IOException {
        register("IORING_REGISTER_ENABLE_RINGS", Abi.REGISTER_ENABLE_RINGS, 0, 0);
        user = Thread.currentThread();
        // The thread keeps the ring open, so that no call has to look the descriptor up.
        argument.set(ValueLayout.JAVA_INT, TIMESPEC_AT, -1);
        argument.set(ValueLayout.JAVA_INT, TIMESPEC_AT + 4, 0);
        argument.set(ValueLayout.JAVA_LONG, TIMESPEC_AT + 8, fd);
        if (libc.ioUringRegister(fd, Abi.REGISTER_RING_FDS, argument.address() + TIMESPEC_AT, 1)
                == 1) {
            handle = argument.get(ValueLayout.JAVA_INT, TIMESPEC_AT);
            handleFlags = Abi.ENTER_REGISTERED_RING;
        }
    }

    void register(String what, int operation, long address, int count) throws IOException {
        int result = libc.ioUringRegister(fd, operation, address, count);
        if (result < 0) {
            throw RingFailure.of("io_uring_register with " + what, -result);
        }
    }

    /**
     * Begins an entry of the submission queue, as {@link SubmissionQueue#begin}; if there is no
     * room, the kernel takes what waits first.
     */
    long begin(long head, long userData) {
        if (submissions.isFull()) {
            submit();
        }
        return submissions.begin(head, userData);
    }

    /** Lets the kernel take what waits in the submission queue, and nothing else. */
    void submit() {
        int result = enter(0, 0, 0);
        if (submissions.isFull()) {
            throw new IllegalStateException(
                    "the kernel takes nothing from the submission queue: "
                            + Errno.describe(-result));
        }
    }

    /**
     * Lets the kernel take what waits, do what is due, and perhaps wait for a completion.
     *
     * @param least how many completions to wait for
     * @param timeoutNanos how long at the most
     * @throws IOException also when wait after wait ends too early
     */
    void submitAndWait(int least, long timeoutNanos) throws IOException {
        int result;
        if (least > 0 && timeoutNanos != PollEngine.FOREVER) {
            long wait = Math.min(timeoutNanos, LONGEST_WAIT_NANOS);
            argument.set(ValueLayout.JAVA_LONG, TIMESPEC_AT, wait / NANOS_PER_SECOND);
            argument.set(ValueLayout.JAVA_LONG, TIMESPEC_AT + 8, wait % NANOS_PER_SECOND);
            result = enter(least, enterFlags | Abi.ENTER_EXT_ARG, argument.address());
        } else {
            result = enter(least, enterFlags, 0);
        }
        if (result < 0 && !mayGoOn(-result)) {
            throw Errno.exception("io_uring_enter", -result);
        }
        if (!completions.isEmpty()) {
            useless.end();
        } else if (result == -Errno.EAGAIN || result == -Errno.EBUSY) {
            LockSupport.parkNanos(REFUSED_NANOS);
            useless.add("io_uring_enter", PollEngine.FOREVER);
        } else if (least > 0 && (result == 0 || result == -Errno.ETIME)) {
            useless.add("io_uring_enter", timeoutNanos);
        }
    }

    /**
     * A signal, the end of the time, or completions that have to be taken first. No signal goes on
     * by itself: EINTR means that a handler has run, and one that is blocked interrupts nothing
     * (signal(7)), so that a turn follows each, which serves whatever is due.
     */
    private static boolean mayGoOn(int errno) {
        return errno == Errno.EINTR
                || errno == Errno.ETIME
                || errno == Errno.EBUSY
                || errno == Errno.EAGAIN;
    }

    private int enter(int least, int flags, long address) {
        submissions.publish();
        int result =
                libc.ioUringEnter(
                        handle, submissions.pending(), least, flags | handleFlags, address);
        if (result > 0) {
            submissions.taken(result);
        }
        return result;
    }

    /**
     * The calling thread is about to close the ring. If it is not the one that has used it, the
     * index stands for nothing there, or for another ring; the kernel then refuses what is asked
     * for.
     */
    @SuppressWarnings("ReferenceEquality") // a thread is itself and nothing else
    void closing() {
        if (user != Thread.currentThread()) {
            handle = fd;
            handleFlags = 0;
        }
    }

    /**
     * Frees the ring. On the thread that uses it: else that keeps it open to its own end. What the
     * kernel is still asked for is cancelled later, at some time.
     */
    void close() {
        if (handleFlags != 0) {
            argument.set(ValueLayout.JAVA_INT, TIMESPEC_AT, handle);
            argument.set(ValueLayout.JAVA_INT, TIMESPEC_AT + 4, 0);
            argument.set(ValueLayout.JAVA_LONG, TIMESPEC_AT + 8, 0);
            libc.ioUringRegister(fd, Abi.UNREGISTER_RING_FDS, argument.address() + TIMESPEC_AT, 1);
        }
        memory.unmap();
        Descriptors.close(libc, fd);
    }
}
