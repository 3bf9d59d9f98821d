package io.github.reactorboot.runtime;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import org.jspecify.annotations.Nullable;

/** A payload on its way from another thread to the loop of its session. */
final class HandedPayload implements RefusableCommand {

    private static final AtomicLongFieldUpdater<SessionOutput> ON_THE_WAY =
            AtomicLongFieldUpdater.newUpdater(SessionOutput.class, "onTheWay");

    final long total;
    final int payloads;
    final ByteBuffer bytes;
    final boolean framed;
    final @Nullable FlushCallback callback;
    private final SessionFlow flow;

    /**
     * A payload; bytes that are not framed have the length of one payload.
     *
     * @param total how many bytes it has with its framing
     * @param payloads how many payloads are in bytes that are framed; 0 if they are not
     */
    HandedPayload(
            SessionFlow flow,
            long total,
            int payloads,
            ByteBuffer bytes,
            @Nullable FlushCallback callback) {
        this.flow = flow;
        this.total = total;
        this.payloads = Math.max(1, payloads);
        this.bytes = bytes;
        this.framed = payloads > 0;
        this.callback = callback;
    }

    /** Gives it to the loop; any other thread. */
    SendResult hand() {
        SessionOutput output = flow.output;
        long ahead;
        do {
            ahead = output.onTheWay;
            if (ahead + output.bytesSeen() + total > flow.endpoint.outbound.limitBytes()) {
                flow.endpoint.totals.refusedOutside.increment();
                return SendResult.FULL;
            }
        } while (!ON_THE_WAY.compareAndSet(output, ahead, ahead + total));
        if (ahead + output.bytesSeen() + total > flow.endpoint.outbound.highWaterBytes()) {
            // Before the loop gets it: having sent it, the loop looks whether to take that back.
            output.crowdedOutside = true;
        }
        if (flow.loop.execute(this)) {
            return SendResult.ACCEPTED;
        }
        arrived();
        if (output.crowdedOutside) {
            flow.loop.runOrSubmit(() -> flow.loop.sessionWork.flushLater(flow));
        }
        flow.endpoint.totals.refusedOutside.increment();
        return flow.loop.isOver() ? SendResult.CLOSED : SendResult.FULL;
    }

    /** It is not on the way any more. A session that waits for that to end looks again. */
    private void arrived() {
        long left = ON_THE_WAY.addAndGet(flow.output, -total);
        if (left == 0 && (flow.output.isShutdown() || flow.state.isFinal())) {
            flow.loop.runOrSubmit(() -> flow.loop.sessionWork.flushLater(flow));
        }
    }

    @Override
    public void run() {
        arrived();
        // A close that was asked for after this was sent may have come first.
        if (flow.state.isClosed() || !flow.output.takesHanded()) {
            failed();
        } else if (!flow.output.queueHanded(this)) {
            // It was accepted and cannot be kept: a gap in the stream would be worse than its end.
            failed();
            flow.endSoon(CloseReason.BUFFERS_EXHAUSTED, null, false);
        }
    }

    @Override
    public void refuse() {
        failed();
    }

    private void failed() {
        if (!flow.state.isClosed()) {
            // Else it was counted as being on the way when the session was closed.
            flow.session.countUnsent(total);
        }
        if (callback != null) {
            FlushCallbacks.call(flow.session, callback, flow.session.closedException());
        }
    }
}
