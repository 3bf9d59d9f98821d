package io.github.reactorboot.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * What one datagram session sends, within its bounds; the datagrams themselves wait in the {@link
 * DatagramOutput} of the socket. Owned by the event loop but for the methods that say otherwise.
 */
final class DatagramSender {

    private static final int OVERHEAD = DatagramOutput.OVERHEAD;

    private static final AtomicLongFieldUpdater<DatagramSender> ON_THE_WAY =
            AtomicLongFieldUpdater.newUpdater(DatagramSender.class, "onTheWay");

    private final DatagramSession session;
    private final DatagramPort port;
    private final EventLoop loop;
    private final OutboundLimits limits;

    /** Accepted from other threads, and not seen by the loop yet. */
    private volatile long onTheWay;

    /** Waits in the output of the socket. */
    private volatile long queued;

    private volatile boolean writable = true;

    /** Whether one of those that wait has, or had, a callback. */
    private boolean calledBack;

    DatagramSender(DatagramSession session, DatagramPort port) {
        this.session = session;
        this.port = port;
        this.loop = port.loop();
        this.limits = port.endpoint().outbound;
    }

    /** Any thread. */
    boolean isWritable() {
        return writable;
    }

    /** With what each datagram counts beyond its payload. Any thread. */
    long unsentBytes() {
        return queued + onTheWay;
    }

    boolean isEmpty() {
        return queued == 0 && onTheWay == 0;
    }

    /** Any thread. The caller has checked that the session may send. */
    SendResult send(ByteBuffer payload, @Nullable FlushCallback callback) {
        int length = payload.remaining();
        DatagramFramer.DATAGRAM.checkPayload(length);
        if (loop.inEventLoop()) {
            return take(payload, payload.position(), length, callback);
        }
        byte[] copy = new byte[length];
        payload.get(payload.position(), copy);
        return hand(new Handed(ByteBuffer.wrap(copy), new int[] {length}, callback));
    }

    /** Sends payloads that lie one behind the other, all or none. Any thread. */
    SendResult sendAll(ByteBuffer payloads, int[] lengths) {
        Handed all = new Handed(payloads, lengths, null);
        if (!loop.inEventLoop()) {
            return hand(all);
        }
        if (!makeRoom(lengths.length, all.total)) {
            return refused();
        }
        all.queue();
        return SendResult.ACCEPTED;
    }

    private SendResult take(
            ByteBuffer payload, int offset, int length, @Nullable FlushCallback callback) {
        if (!makeRoom(1, (long) length + OVERHEAD) || !queue(payload, offset, length, callback)) {
            return refused();
        }
        return SendResult.ACCEPTED;
    }

    private boolean queue(
            ByteBuffer payload, int offset, int length, @Nullable FlushCallback callback) {
        if (!port.output().append(session, payload, offset, length, callback)) {
            return false;
        }
        calledBack |= callback != null;
        long total = (long) length + OVERHEAD;
        add(total);
        port.counters().add(EndpointCounters.FRAMES_OUT, 1);
        if (queued > limits.highWaterBytes()) {
            writable = false;
        }
        port.turn().endLater();
        return true;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // the loop alone writes
    private void add(long total) {
        queued += total;
        port.counters().add(EndpointCounters.QUEUED_BYTES, total);
    }

    private boolean makeRoom(int datagrams, long total) {
        if (fits(datagrams, total)) {
            return true;
        }
        // It may be full of what this very turn has produced: give it to the kernel first.
        port.send();
        port.turn().endLater();
        return fits(datagrams, total);
    }

    private boolean fits(int datagrams, long total) {
        return unsentBytes() + total <= limits.limitBytes() && port.output().fits(datagrams, total);
    }

    private SendResult refused() {
        port.counters().add(EndpointCounters.SENDS_REFUSED, 1);
        return SendResult.FULL;
    }

    /** The kernel has taken so many, or refused them. */
    void left(long total) {
        add(-total);
        if (!writable && queued <= limits.lowWaterBytes()) {
            writable = true;
            session.life.becameWritable();
        }
        if (session.isFinal() && isEmpty()) {
            port.turn().attend(session);
        }
    }

    /** The session ends, with what is queued. */
    void abandon() {
        port.counters().add(EndpointCounters.QUEUED_BYTES, -queued);
        if (calledBack) {
            port.output().abandon(session, session.closedException());
        }
    }

    // ---- from other threads

    private SendResult hand(Handed payloads) {
        long ahead;
        do {
            ahead = onTheWay;
            if (ahead + queued + payloads.total > limits.limitBytes()) {
                port.endpoint().totals.refusedOutside.increment();
                return SendResult.FULL;
            }
        } while (!ON_THE_WAY.compareAndSet(this, ahead, ahead + payloads.total));
        if (loop.execute(payloads)) {
            return SendResult.ACCEPTED;
        }
        arrived(payloads.total);
        port.endpoint().totals.refusedOutside.increment();
        return loop.isOver() ? SendResult.CLOSED : SendResult.FULL;
    }

    /** Any thread. A session that waits for the last one to come looks again. */
    private void arrived(long total) {
        if (ON_THE_WAY.addAndGet(this, -total) == 0 && session.isFinal()) {
            loop.runOrSubmit(() -> port.turn().attend(session));
        }
    }

    /** Payloads on their way from another thread to the loop. */
    private final class Handed implements RefusableCommand {

        private final ByteBuffer payloads;
        private final int[] lengths;
        private final @Nullable FlushCallback callback;
        private final long total;

        Handed(ByteBuffer payloads, int[] lengths, @Nullable FlushCallback callback) {
            this.payloads = payloads;
            this.lengths = lengths;
            this.callback = callback;
            this.total = payloads.remaining() + (long) OVERHEAD * lengths.length;
        }

        @Override
        public void run() {
            if (session.isClosed()) {
                refuse();
            } else {
                queue();
                arrived(total);
            }
        }

        /** They were accepted: what finds no memory is lost as if on the way to the peer. */
        void queue() {
            int offset = payloads.position();
            for (int length : lengths) {
                if (!DatagramSender.this.queue(payloads, offset, length, callback)) {
                    port.counters().add(EndpointCounters.DATAGRAM_SENDS_FAILED, 1);
                    tell("there is no memory for a datagram of session " + session.name());
                }
                offset += length;
            }
        }

        private void tell(String trouble) {
            if (callback != null) {
                FlushCallbacks.call(session, callback, new IOException(trouble));
            }
        }

        @Override
        public void refuse() {
            arrived(total);
            if (callback != null) {
                FlushCallbacks.call(session, callback, session.closedException());
            }
        }
    }
}
