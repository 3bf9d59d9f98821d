package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.engine.Gather;
import io.github.reactorboot.runtime.engine.Transport;
import io.github.reactorboot.runtime.framing.Framer;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What one session sends: bounded, whole payloads, in order, flushed once per turn. Owned by the
 * event loop but for the methods that say otherwise.
 */
final class SessionOutput {

    /** So much that little more would go out with the same system call. */
    private static final int EARLY_BYTES = 2 << 10;

    private final SessionFlow flow;
    private final OutboundQueue queue;
    private @Nullable FlushCallbacks callbacks;

    /** Null until a file is sent; made by {@link OutboundFiles#of}. */
    volatile @Nullable OutboundFiles files;

    /** Bytes accepted from other threads that the loop has not seen yet; by HandedPayload. */
    volatile long onTheWay;

    /** The kernel took less than it was given; the engine reports when it is worth to go on. */
    private boolean waiting;

    private volatile boolean shutdownWanted;
    private boolean shutdownDone;
    private volatile boolean writable = true;

    /** Beyond the high-water mark with what other threads have handed over. */
    volatile boolean crowdedOutside;

    SessionOutput(SessionFlow flow) {
        this.flow = flow;
        this.queue = new OutboundQueue(flow.loop.buffers());
    }

    // ---- taking payloads

    /** There is no way out: every payload is refused. Before the session is open. */
    void refuseAll() {
        shutdownWanted = true;
        shutdownDone = true;
        writable = false;
    }

    /** A payload is not taken, for there is no way out, or not any more. Any thread. */
    SendResult closed() {
        flow.endpoint.totals.refusedOutside.increment();
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
            return new HandedPayload(flow, total, 0, ByteBuffer.wrap(copy), callback).hand();
        }
        if (!makeRoom(total) || !queue.append(framer, payload)) {
            return refused();
        }
        accepted(total, 1, callback);
        return SendResult.ACCEPTED;
    }

    /** Sends payloads that are framed already, also none; any thread. */
    SendResult sendFramed(ByteBuffer framed, int payloads) {
        int total = framed.remaining();
        if (!flow.loop.inEventLoop()) {
            byte[] copy = new byte[total];
            framed.get(framed.position(), copy);
            return new HandedPayload(flow, total, payloads, ByteBuffer.wrap(copy), null).hand();
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
            callbacks.add(waitingBytes(), callback);
        }
        if (writable && isCrowded()) {
            writable = false;
            if (!flow.endpoint.outbound.readsWhileFull()) {
                flow.state.block(SessionState.BLOCKED_BY_OUTPUT);
            }
        }
        if (!waiting) {
            flow.loop.sessionWork.flushLater(flow);
        }
    }

    private boolean isCrowded() {
        OutboundFiles parts = files;
        return queue.bytes() > flow.endpoint.outbound.highWaterBytes()
                || (parts != null && parts.isCrowded());
    }

    /** Bytes that are in order to be sent. */
    private long waitingBytes() {
        OutboundFiles parts = files;
        return queue.bytes() + (parts == null ? 0 : parts.queuedBytes());
    }

    private void count(long total, int payloads) {
        flow.counters.add(EndpointCounters.FRAMES_OUT, payloads);
        flow.counters.add(EndpointCounters.QUEUED_BYTES, total);
    }

    /** Whether what other threads have sent can still be sent. */
    boolean takesHanded() {
        return !shutdownDone;
    }

    /** False when there is no memory. */
    boolean queueHanded(HandedPayload payload) {
        boolean queued =
                payload.framed
                        ? queue.appendRaw(payload.bytes)
                        : queue.append(flow.endpoint.framer, payload.bytes);
        if (queued) {
            accepted(payload.total, payload.payloads, payload.callback);
        }
        return queued;
    }

    SendResult sendFile(SentFile file) {
        return makeRoom(file.frame().remaining()) && queueFile(file)
                ? SendResult.ACCEPTED
                : refused();
    }

    /** False when there is no memory for what stands around it. */
    boolean queueFile(SentFile file) {
        long before = queue.bytes() + file.headerLength();
        if (!queue.appendRaw(file.frame())) {
            return false;
        }
        OutboundFiles.of(this).add(file, before);
        accepted(file.frame().remaining(), 1, file.callback());
        return true;
    }

    // ---- giving them to the kernel

    /** The turn is over, which gives files another share of the loop's time. */
    void renewShare() {
        OutboundFiles parts = files;
        if (parts != null) {
            parts.turnBegins();
        }
    }

    /** Writes what is queued until it is gone or the kernel takes no more. */
    void writeOut() {
        Transport transport = flow.transport();
        try {
            // Not in a method of its own: an engine that calls foreign functions allocates in each
            // call once the compiler finds the way there too deep to see through.
            while (!waiting) {
                OutboundFiles parts = files;
                if (parts != null && parts.isNext()) {
                    if (!writeFile(parts, transport)) {
                        break;
                    }
                } else if (queue.bytes() > 0) {
                    writeOnce(transport, parts == null ? Long.MAX_VALUE : parts.bytesBefore());
                } else {
                    break;
                }
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

    /** False when no more of it can be written in this turn. */
    private boolean writeFile(OutboundFiles parts, Transport transport) throws IOException {
        if (parts.isSpent()) {
            flow.loop.sessionWork.flushLater(flow);
            return false;
        }
        // An interrupt would close the file.
        flow.loop.clearInterrupt();
        if (transport.writesFiles()) {
            long written = parts.write(transport);
            waiting = written < parts.lastAsked();
            took(written);
            return true;
        }
        return parts.copy(flow, queue);
    }

    private void writeOnce(Transport transport, long most) throws IOException {
        Gather gather = flow.loop.gather;
        int lastEnd = queue.beginGather(gather, most);
        long written;
        long offered = gather.bytes();
        try {
            written = transport.write(gather);
        } finally {
            queue.endGather(gather, lastEnd);
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
        OutboundFiles parts = files;
        if (parts != null) {
            parts.queueAdvanced(bytes);
        }
        queue.advance(bytes);
        flow.counters.add(EndpointCounters.QUEUED_BYTES, -bytes);
        took(bytes);
    }

    private void took(long bytes) {
        if (bytes == 0) {
            return;
        }
        if (callbacks != null) {
            callbacks.taken(bytes);
        }
        flow.counters.add(EndpointCounters.BYTES_OUT, bytes);
        flow.deadlines.bytesTaken();
    }

    /** Runs the callbacks of what was taken; never while a handler is at work. */
    void tellFlushed() {
        if (callbacks != null) {
            callbacks.tell(flow.session);
        }
    }

    private void unblockIfLow() {
        if (writable && !crowdedOutside) {
            return;
        }
        OutboundFiles parts = files;
        long low = flow.endpoint.outbound.lowWaterBytes();
        if (queue.bytes() <= low && (parts == null || parts.hasRoom())) {
            writable = true;
        }
        if (crowdedOutside && queue.bytes() + onTheWay <= low) {
            crowdedOutside = false;
        }
        if (isWritable()) {
            flow.becameWritable();
        }
    }

    /** FIN goes out behind what is queued. */
    void shutdown() {
        shutdownWanted = true;
        flow.loop.sessionWork.flushLater(flow);
    }

    boolean isShutdown() {
        return shutdownWanted;
    }

    boolean isEmpty() {
        return queue.bytes() == 0 && onTheWay == 0 && OutboundFiles.isEmpty(files);
    }

    /** Whether something of the stream is left that the kernel has not taken. */
    boolean isCut() {
        return waitingBytes() > 0;
    }

    /** Any thread. */
    boolean isWritable() {
        return writable && !crowdedOutside;
    }

    /** Bytes in the queue; any thread. */
    long bytesSeen() {
        return queue.bytesSeen();
    }

    /** Any thread. */
    long queuedBytes() {
        OutboundFiles parts = files;
        return queue.bytesSeen() + onTheWay + (parts == null ? 0 : parts.acceptedBytes());
    }

    /** The session ends: nothing is sent any more, the callbacks learn it. */
    void abandon() {
        flow.counters.add(EndpointCounters.QUEUED_BYTES, -queue.bytes());
        OutboundFiles parts = files;
        if (parts != null) {
            parts.closeAll();
        }
        if (callbacks != null) {
            callbacks.failAll(flow.session, flow.session.closedException());
        }
    }

    /** The engine does not need the buffers any more. */
    void release() {
        queue.clear();
    }
}
