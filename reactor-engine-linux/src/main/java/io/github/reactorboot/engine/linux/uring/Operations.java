package io.github.reactorboot.engine.linux.uring;

/** Writes operations into the submission queue of a ring. Owned by the event loop. */
final class Operations {

    private static final int MSG_NOSIGNAL = 0x4000;

    /** At once, when the kernel takes as many bytes as there are now, however few. */
    private static final int ONE_MESSAGE = 1;

    private final Ring ring;
    private final SubmissionQueue queue;
    private final int receiveIoprio;
    private final int receiveLimit;

    Operations(Ring ring, KernelFeatures features) {
        this.ring = ring;
        this.queue = ring.submissions();
        // Without a limit one peer that floods would take all buffers at once.
        this.receiveIoprio = features.limitedReceive() ? Abi.RECV_MULTISHOT : 0;
        this.receiveLimit = features.limitedReceive() ? ring.sizes().receiveLimit() : 0;
    }

    /**
     * Receives into a buffer of the kernel's choice: again and again until the limit is reached, or
     * once where the kernel knows no limit.
     */
    void receive(int fd, long userData) {
        long head =
                SubmissionQueue.head(Abi.OP_RECV, Abi.SQE_FLAG_BUFFER_SELECT, receiveIoprio, fd);
        long at = ring.begin(head, userData);
        queue.setInt(at + Abi.SQE_BUFFER_GROUP, BufferRing.GROUP);
        if (receiveLimit > 0) {
            queue.setInt(at + Abi.SQE_OPTLEN, receiveLimit);
        }
    }

    /** Sends the bytes of one buffer, or as many of them as the socket takes. */
    void send(int fd, long address, int length, long userData) {
        send(SubmissionQueue.head(Abi.OP_SEND, 0, 0, fd), address, length, userData);
    }

    /** Sends the buffers of a struct msghdr. */
    void sendMessage(int fd, long message, long userData) {
        send(SubmissionQueue.head(Abi.OP_SENDMSG, 0, 0, fd), message, ONE_MESSAGE, userData);
    }

    private void send(long head, long address, int length, long userData) {
        long at = ring.begin(head, userData);
        queue.setLong(at + Abi.SQE_ADDRESS, address);
        queue.setInt(at + Abi.SQE_LENGTH, length);
        queue.setInt(at + Abi.SQE_OP_FLAGS, MSG_NOSIGNAL);
    }

    /** Waits once for a descriptor to be ready (poll(2)). */
    void poll(int fd, int events, long userData) {
        long at = ring.begin(SubmissionQueue.head(Abi.OP_POLL_ADD, 0, 0, fd), userData);
        queue.setInt(at + Abi.SQE_OP_FLAGS, events);
    }

    /** Reports each time that a descriptor becomes ready. */
    void pollEach(int fd, int events, long userData) {
        long at = ring.begin(SubmissionQueue.head(Abi.OP_POLL_ADD, 0, 0, fd), userData);
        queue.setInt(at + Abi.SQE_LENGTH, Abi.POLL_ADD_MULTI);
        queue.setInt(at + Abi.SQE_OP_FLAGS, events);
    }

    /** Ends an operation; that it has ended is said by its own completion. */
    void cancel(long userData) {
        long head = SubmissionQueue.head(Abi.OP_ASYNC_CANCEL, Abi.SQE_FLAG_CQE_SKIP_SUCCESS, 0, -1);
        long at = ring.begin(head, UserData.NOBODY);
        queue.setLong(at + Abi.SQE_ADDRESS, userData);
    }
}
