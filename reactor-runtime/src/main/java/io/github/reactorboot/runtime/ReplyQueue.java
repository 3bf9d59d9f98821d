package io.github.reactorboot.runtime;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The promised replies of one session, in the order of the promises. Owned by the event loop; a
 * reply is completed from any thread.
 */
final class ReplyQueue {

    private final SessionFlow flow;
    private final ArrayDeque<Slot> slots = new ArrayDeque<>();

    /** Sending may flush, and a flush callback may complete the next reply. */
    private boolean sending;

    /** A reply could not be sent: none follows. */
    private boolean brokenOff;

    ReplyQueue(SessionFlow flow) {
        this.flow = flow;
    }

    PendingReply promise() {
        Slot slot = new Slot();
        add(slot);
        return slot;
    }

    /** Those that are known already and have to wait count as well: they hold memory. */
    private void add(Slot slot) {
        if (brokenOff) {
            return;
        }
        slots.add(slot);
        if (slots.size() >= flow.endpoint.settings.maxPendingReplies()) {
            flow.state.block(SessionState.BLOCKED_BY_REPLIES);
        }
    }

    /** Sends a reply that is known already; it waits behind those that are not. */
    static SendResult reply(SessionFlow flow, ByteBuffer payload) {
        if (flow.isReplyPending()) {
            flow.replies().addKnown(payload);
            return SendResult.ACCEPTED;
        }
        return flow.maySend() ? send(flow, payload) : flow.output.closed();
    }

    private void addKnown(ByteBuffer payload) {
        Slot slot = new Slot();
        slot.payload = copyOf(payload);
        slot.done = true;
        add(slot);
    }

    /** The session has ended; who still holds a promise must not hold what waited behind it. */
    void clear() {
        slots.clear();
    }

    boolean isEmpty() {
        return slots.isEmpty();
    }

    /**
     * Sends the replies at the head that are complete. A reply that fails or does not fit ends the
     * order: whatever was promised behind it would be taken for the reply before, so none of it is
     * sent.
     */
    private void sendComplete() {
        if (flow.state.isClosed() || sending) {
            return;
        }
        sending = true;
        for (Slot slot = slots.peek(); slot != null && slot.done; slot = slots.peek()) {
            slots.remove();
            sendKept(slot);
        }
        sending = false;
        if (slots.size() < flow.endpoint.settings.maxPendingReplies()) {
            flow.unblock(SessionState.BLOCKED_BY_REPLIES);
        }
        flow.loop.sessionWork.flushLater(flow);
    }

    private void sendKept(Slot slot) {
        Throwable failure = slot.failure;
        ByteBuffer payload = slot.payload;
        try {
            if (failure == null && payload != null) {
                send(flow, payload);
            }
        } catch (RuntimeException notFramable) {
            failure = notFramable;
        }
        if (failure != null) {
            giveUp();
            // A farewell of the handler takes the place of the reply that failed.
            flow.fail(failure);
        }
    }

    private void giveUp() {
        brokenOff = true;
        slots.clear();
    }

    /** One that does not fit ends the session: a gap would be taken for another reply. */
    private static SendResult send(SessionFlow flow, ByteBuffer payload) {
        if (!flow.maySendReplies()) {
            return SendResult.CLOSED;
        }
        SendResult result = flow.output.send(payload, null);
        if (result == SendResult.FULL) {
            flow.replies().giveUp();
            flow.startClosing(CloseReason.OUTBOUND_OVERFLOW, null);
        }
        return result;
    }

    private static ByteBuffer copyOf(ByteBuffer payload) {
        byte[] copy = new byte[payload.remaining()];
        payload.get(payload.position(), copy);
        return ByteBuffer.wrap(copy);
    }

    private final class Slot implements PendingReply {

        private final AtomicBoolean completed = new AtomicBoolean();
        private @Nullable ByteBuffer payload;
        private @Nullable Throwable failure;

        /** Written last, read first: what is above is seen then. */
        private volatile boolean done;

        @Override
        public void complete(ByteBuffer reply) {
            if (completed.compareAndSet(false, true)) {
                payload = copyOf(reply);
                publish();
            }
        }

        @Override
        public void complete() {
            if (completed.compareAndSet(false, true)) {
                publish();
            }
        }

        @Override
        public void fail(Throwable cause) {
            if (completed.compareAndSet(false, true)) {
                failure = cause;
                publish();
            }
        }

        private void publish() {
            done = true;
            flow.loop.runOrSubmit(ReplyQueue.this::sendComplete);
        }
    }
}
