package io.github.reactorboot.engine.linux.uring;

import io.github.reactorboot.engine.linux.libc.Libc;
import io.github.reactorboot.engine.linux.socket.Wakeup;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Wakes a loop from another thread: by a message to its ring (io_uring_register(2),
 * IORING_REGISTER_SEND_MSG_RING), which wakes it sooner than an eventfd, or by an eventfd where the
 * kernel knows no such message, or cannot send it. A wake-up must not fail: the waker's task is
 * queued already, and nobody else will wake the loop for it.
 */
final class RingWakeup {

    private static final int POLLIN = 1;

    /** In the place of a source, in what the eventfd reports; a message has 0. */
    private static final long EVENTFD = 1;

    private final Ring ring;
    private final Libc libc = new Libc();
    private final MemorySegment message = Arena.ofAuto().allocate(Abi.SQE_BYTES, 8);
    private final Wakeup eventfd = new Wakeup();
    private final boolean messages;

    /** A ring takes messages from then on; until then they are noted here. */
    private boolean enabled;

    private boolean noted;

    /** Guards the descriptor of the ring: its number may be somebody else's then. */
    private boolean closed;

    RingWakeup(Ring ring, KernelFeatures features) throws IOException {
        this.ring = ring;
        this.messages = features.messages();
        message.set(
                ValueLayout.JAVA_LONG, 0, SubmissionQueue.head(Abi.OP_MSG_RING, 0, 0, ring.fd()));
        // Offset and length of the operation: number and result of the completion.
        message.set(ValueLayout.JAVA_LONG, Abi.SQE_OFFSET, UserData.of(UserData.WAKEUP, 0));
    }

    /** Makes the ring the calling thread's; it will be woken from now on. */
    synchronized void enable(Operations operations) throws IOException {
        ring.enable();
        enabled = true;
        arm(operations);
    }

    /** Lets the eventfd report what is written to it. */
    void arm(Operations operations) {
        operations.pollEach(eventfd.fd(), POLLIN, UserData.of(UserData.WAKEUP, EVENTFD));
    }

    /** Whether a completion ends the reports of the eventfd, so that {@link #arm} must follow. */
    static boolean endsReports(long userData, int flags) {
        return UserData.source(userData) == EVENTFD && (flags & Abi.CQE_MORE) == 0;
    }

    /** Whether the loop was to be woken before it began. On the loop. */
    synchronized boolean takeNoted() {
        boolean was = noted;
        noted = false;
        return was;
    }

    /** Any thread. */
    synchronized void wakeup() {
        if (closed) {
            return;
        }
        if (!enabled) {
            noted = true;
        } else if (!messages || !send()) {
            eventfd.wakeup();
        }
    }

    private boolean send() {
        return libc.ioUringRegister(-1, Abi.REGISTER_SEND_MSG_RING, message.address(), 1) >= 0;
    }

    /** Any thread; nobody is woken any more. */
    synchronized void close() {
        closed = true;
        eventfd.close();
    }
}
