package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.engine.Gather;
import io.github.reactorboot.runtime.engine.Transport;
import io.github.reactorboot.runtime.framing.Framer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * What one session sends: bounded, whole payloads, in order, flushed once per turn. Owned by the
 * event loop but for the methods that say otherwise.
 */
final class SessionOutput {

    private static final AtomicLongFieldUpdater<SessionOutput> ON_THE_WAY =
            AtomicLongFieldUpdater.newUpdater(SessionOutput.class, "onTheWay");

    /** So much that little more would go out with the same system call. */
    private static final int EARLY_BYTES = 2 << 10;

    private final SessionFlow flow;
    private final OutboundQueue queue;
    private @Nullable FlushCallbacks callbacks;

    /** Bytes accepted from other threads that the loop has not seen yet. */
    private volatile long onTheWay;

    /** The kernel took less than it was given; the engine reports when it is worth to go on. */
    private boolean waiting;

    private volatile boolean shutdownWanted;
    private boolean shutdownDone;
    private volatile boolean inputOnly;
    private volatile boolean writable = true;

    SessionOutput(SessionFlow flow) {
        this.flow = flow;
        this.queue = new OutboundQueue(flow.loop.buffers());
    }

    // ---- taking payloads

    /** There is no way out: every payload is refused. Before the session is open. */
    void refuseAll() {
        inputOnly = true;
        shutdownWanted = true;
        shutdownDone = true;
        writable = false;
    }

    /** A payload is not taken, for there is no way out, or not any more. Any thread. */
    SendResult closed() {
        if (inputOnly && !flow.state.isEnding()) {
            flow.endpoint.totals.refusedOutside.increment();
        }
        return SendResult.CLOSED;
    }

    /** Any thread. The caller has checked that the session is open. */
    SendResult send(ByteBuffer payload, @Nullable FlushCallback callback) {
        if (callback == null && flow.loop.inEventLoop()) {
            // Small, so that it is compiled into the handler: most of many replies take this way.
            long most = flow.endpoint.outbound.highWaterBytes() - onTheWay;
            int joined = queue.join(flow.endpoint.framer, payload, most);
            if (joined >= 0) {
                count(joined, 1);
                return SendResult.ACCEPTED;
            }
        }
        return sendAlone(payload, callback);
    }

    private SendResult sendAlone(ByteBuffer payload, @Nullable FlushCallback callback) {
        int length = payload.remaining();
        Framer framer = flow.endpoint.framer;
        framer.checkPayload(length);
        long total = (long) length + framer.headerLength(length) + framer.trailerLength();
        if (!flow.loop.inEventLoop()) {
            byte[] copy = new byte[length];
            payload.get(payload.position(), copy);
            return hand(new Handed(total, 1, ByteBuffer.wrap(copy), false, callback));
        }
        if (!makeRoom(total) || !queue.append(framer, payload)) {
            return refused();
        }
        accepted(total, 1, callback);
        return SendResult.ACCEPTED;
    }

    /** Sends payloads that are framed already; any thread. */
    SendResult sendFramed(ByteBuffer framed, int payloads) {
        int total = framed.remaining();
        if (!flow.loop.inEventLoop()) {
            byte[] copy = new byte[total];
            framed.get(framed.position(), copy);
            return hand(new Handed(total, payloads, ByteBuffer.wrap(copy), true, null));
        }
        if (!makeRoom(total) || !queue.appendRaw(framed)) {
            return refused();
        }
        accepted(total, payloads, null);
        return SendResult.ACCEPTED;
    }

    private boolean makeRoom(long total) {
        if (fits(total)) {
            return true;
        }
        // The queue may be full of what this very turn has produced: give it to the kernel first.
        writeOut();
        return fits(total);
    }

    private boolean fits(long total) {
        return queue.bytes() + onTheWay + total <= flow.endpoint.outbound.limitBytes();
    }

    private SendResult refused() {
        flow.counters.add(EndpointCounters.SENDS_REFUSED, 1);
        return SendResult.FULL;
    }

    private void accepted(long total, int payloads, @Nullable FlushCallback callback) {
        count(total, payloads);
        if (callback != null) {
            if (callbacks == null) {
                callbacks = new FlushCallbacks();
            }
            callbacks.add(queue.bytes(), callback);
        }
        if (queue.bytes() > flow.endpoint.outbound.highWaterBytes() && writable) {
            writable = false;
            flow.state.block(SessionState.BLOCKED_BY_OUTPUT);
        }
        if (!waiting) {
            flow.loop.flushLater(flow);
        }
    }

    private void count(long total, int payloads) {
        flow.counters.add(EndpointCounters.FRAMES_OUT, payloads);
        flow.counters.add(EndpointCounters.QUEUED_BYTES, total);
    }

    /** A payload on its way from another thread to the loop. */
    private final class Handed implements RefusableCommand {

        private final long total;
        private final int payloads;
        private final ByteBuffer bytes;
        private final boolean framed;
        private final @Nullable FlushCallback callback;

        Handed(
                long total,
                int payloads,
                ByteBuffer bytes,
                boolean framed,
                @Nullable FlushCallback callback) {
            this.total = total;
            this.payloads = payloads;
            this.bytes = bytes;
            this.framed = framed;
            this.callback = callback;
        }

        @Override
        public void run() {
            arrived(total);
            // A close that was asked for after this was sent may have come first.
            if (flow.state.isClosed() || shutdownDone) {
                failed();
            } else if (framed
                    ? queue.appendRaw(bytes)
                    : queue.append(flow.endpoint.framer, bytes)) {
                accepted(total, payloads, callback);
            } else {
                // It was accepted and cannot be kept: a gap in the stream would be worse than its
                // end.
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

    private SendResult hand(Handed payload) {
        long ahead;
        do {
            ahead = onTheWay;
            if (ahead + queue.bytesSeen() + payload.total > flow.endpoint.outbound.limitBytes()) {
                flow.endpoint.totals.refusedOutside.increment();
                return SendResult.FULL;
            }
        } while (!ON_THE_WAY.compareAndSet(this, ahead, ahead + payload.total));
        if (flow.loop.execute(payload)) {
            return SendResult.ACCEPTED;
        }
        arrived(payload.total);
        flow.endpoint.totals.refusedOutside.increment();
        return flow.loop.isOver() ? SendResult.CLOSED : SendResult.FULL;
    }

    /**
     * Bytes are not on the way any more; any thread. A session that waits for that to end looks
     * again.
     */
    private void arrived(long total) {
        if (ON_THE_WAY.addAndGet(this, -total) == 0 && (shutdownWanted || flow.state.isFinal())) {
            flow.loop.runOrSubmit(() -> flow.loop.flushLater(flow));
        }
    }

    // ---- giving them to the kernel

    /** Writes what is queued until it is gone or the kernel takes no more. */
    void writeOut() {
        Transport transport = flow.transport();
        try {
            while (!waiting && queue.bytes() > 0) {
                writeOnce(transport);
            }
            if (shutdownWanted && !shutdownDone && isEmpty()) {
                shutdownDone = true;
                transport.shutdownOutput();
            }
        } catch (IOException e) {
            flow.endSoon(Failures.reasonOf(e), e, false);
            return;
        }
        if (waiting) {
            flow.deadlines.writeStalled();
        } else {
            flow.deadlines.writeCaughtUp();
        }
        unblockIfLow();
    }

    private void writeOnce(Transport transport) throws IOException {
        Gather gather = flow.loop.gather;
        queue.beginGather(gather);
        long written;
        long offered = gather.bytes();
        try {
            written = transport.write(gather);
        } finally {
            queue.endGather(gather);
            gather.clear();
        }
        // Less than everything, or in flight: the engine reports when it is worth to go on.
        waiting = written < offered;
        if (written != Transport.IN_FLIGHT) {
            advance(written);
        }
    }

    /**
     * The received bytes were served. A long output goes out now, while its chunks are in the
     * cache: if that of all sessions waited for the end of the turn, it would fill memory that the
     * next session could use again.
     */
    void writeEarly() {
        if (queue.bytes() >= EARLY_BYTES) {
            writeOut();
        }
    }

    /** The engine reports what became of a write. */
    void written(long bytes) {
        waiting = false;
        if (bytes > 0) {
            advance(bytes);
        }
        writeOut();
    }

    private void advance(long bytes) {
        if (bytes == 0) {
            return;
        }
        if (callbacks != null) {
            callbacks.taken(bytes);
        }
        queue.advance(bytes);
        flow.counters.add(EndpointCounters.BYTES_OUT, bytes);
        flow.counters.add(EndpointCounters.QUEUED_BYTES, -bytes);
        flow.deadlines.bytesTaken();
    }

    /** Runs the callbacks of what was taken; never while a handler is at work. */
    void tellFlushed() {
        if (callbacks != null) {
            callbacks.tell(flow.session);
        }
    }

    private void unblockIfLow() {
        if (!writable && queue.bytes() <= flow.endpoint.outbound.lowWaterBytes()) {
            writable = true;
            flow.becameWritable();
        }
    }

    /** FIN goes out behind what is queued. */
    void shutdown() {
        shutdownWanted = true;
        flow.loop.flushLater(flow);
    }

    boolean isShutdown() {
        return shutdownWanted;
    }

    boolean isEmpty() {
        return queue.bytes() == 0 && onTheWay == 0;
    }

    /** Any thread. */
    boolean isWritable() {
        return writable;
    }

    /** Any thread. */
    long queuedBytes() {
        return queue.bytesSeen() + onTheWay;
    }

    /** The session ends: nothing is sent any more, the callbacks learn it. */
    void abandon() {
        flow.counters.add(EndpointCounters.QUEUED_BYTES, -queue.bytes());
        if (callbacks != null) {
            callbacks.failAll(flow.session, flow.session.closedException());
        }
    }

    /** The engine does not need the buffers any more. */
    void release() {
        queue.clear();
    }
}
