package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.framing.FrameScan;
import io.github.reactorboot.runtime.framing.FrameTooLargeException;
import io.github.reactorboot.runtime.framing.Framer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Turns the received bytes of one session into frames. A frame that arrives whole is handed out
 * where it lies, in the buffer of the engine; only an unfinished rest is copied, to a chunk that is
 * given back as soon as the frame is complete. Owned by the event loop.
 */
final class InboundFrames {

    /** How many bytes are tried first to complete a kept frame whose length is not known. */
    private static final int FIRST_PIECE = 256;

    /** How often output may be flushed in between, so that one session cannot hold the loop. */
    private static final int FLUSHES_PER_CALL = 4;

    private final SessionFlow flow;

    /** Bytes that were received and not delivered; null when there are none. */
    private @Nullable Chunk kept;

    /** Whether what is kept is the begin of a frame, and not frames that nobody has looked at. */
    private boolean unfinished;

    InboundFrames(SessionFlow flow) {
        this.flow = flow;
    }

    /** Delivers the frames in these bytes and keeps the rest. */
    void receive(ByteBuffer in) {
        if (kept != null) {
            complete(in);
        }
        if (kept == null && in.hasRemaining() && !flow.state.isBlocked()) {
            deliver(in);
        }
        if (in.hasRemaining() && !flow.state.isEnding()) {
            if (flow.state.isBlocked()) {
                // What is kept may be whole frames from now on; nobody has looked.
                unfinished = false;
            }
            keep(in, in.remaining());
        }
    }

    /** Delivers frames that were kept while the session was blocked. */
    void deliverKept() {
        if (kept == null || flow.state.isBlocked()) {
            return;
        }
        if (flow.state.takeWasBlocked() && unfinished) {
            // Time during which we did not read does not count against the peer.
            kept.beganNanos = flow.loop.nowNanos();
            flow.deadlines.frameBegan(kept.beganNanos);
        }
        deliverFromKept();
    }

    /** Whether everything that can be delivered was delivered. */
    boolean isSettled() {
        return kept == null || unfinished;
    }

    /** Bytes that were received and not delivered. */
    int unread() {
        return kept == null ? 0 : kept.unread();
    }

    /** Whether a frame has begun and not ended. */
    boolean isUnfinished() {
        return unfinished;
    }

    /** When the unfinished frame began. */
    long unfinishedSince() {
        return kept == null ? flow.loop.nowNanos() : kept.beganNanos;
    }

    void release() {
        Chunk chunk = kept;
        if (chunk != null) {
            kept = null;
            flow.loop.buffers().release(chunk);
        }
        unfinished = false;
    }

    /**
     * Adds to the kept bytes until their frame is complete; goes on in place then. Tries small
     * pieces first, so that hardly more than the frame itself is copied.
     */
    private void complete(ByteBuffer in) {
        int piece = FIRST_PIECE;
        while (kept != null && in.hasRemaining() && !flow.state.isBlocked()) {
            int had = kept.unread();
            long needed = kept.needed;
            long want = needed > had ? needed - had : piece;
            int part = (int) Math.min(want, in.remaining());
            piece = Math.min(piece << 1, 1 << 20);
            if (!keep(in, part)) {
                return;
            }
            if (had + part < needed) {
                return;
            }
            int rest = deliverFromKept();
            boolean delivered = rest < had + part;
            if (delivered && rest > 0 && rest <= part && kept != null) {
                in.position(in.position() - rest);
                release();
            }
        }
    }

    /** Delivers from the kept bytes; returns how many are left. */
    private int deliverFromKept() {
        Chunk chunk = kept;
        if (chunk == null) {
            return 0;
        }
        deliver(chunk.beginReading());
        if (kept == null) {
            // The session has ended meanwhile.
            return 0;
        }
        chunk.endReading();
        int rest = chunk.unread();
        if (rest == 0) {
            release();
        }
        return rest;
    }

    /**
     * Delivers frames until the bytes are used up, the rest is unfinished, or the session is
     * blocked.
     */
    private void deliver(ByteBuffer in) {
        boolean timed = flow.endpoint.settings.timeHandlers();
        long began = timed ? flow.loop.clockNanos() : 0;
        int flushes = 0;
        do {
            deliverUntilBlocked(in);
        } while (in.hasRemaining()
                && flow.state.isBlocked()
                && flushes++ < FLUSHES_PER_CALL
                && flow.flushToUnblock());
        if (timed) {
            flow.counters.add(EndpointCounters.HANDLER_NANOS, flow.loop.clockNanos() - began);
        }
    }

    private void deliverUntilBlocked(ByteBuffer in) {
        Framer framer = flow.endpoint.framer;
        SessionHandler handler = flow.handler();
        Session session = flow.session;
        FrameScan scan = flow.loop.scan;
        long most = flow.endpoint.settings.maxFrameBytes();
        long memo = kept == null ? 0 : kept.memo;
        int limit = in.limit();
        int next = in.position();
        int frames = 0;
        boolean cut = false;
        try {
            while (in.hasRemaining() && !flow.state.isBlocked()) {
                int start = in.position();
                if (!framer.scan(in, scan.begin(most, memo))) {
                    cut = true;
                    unfinished(scan, frames, most);
                    break;
                }
                scan.validate(limit - start);
                if (scan.payloadLength() > most) {
                    throw new FrameTooLargeException(scan.payloadLength(), most);
                }
                memo = 0;
                frames++;
                int payload = start + scan.payloadOffset();
                next = start + scan.frameLength();
                in.limit(payload + scan.payloadLength()).position(payload);
                handler.onMessage(session, in);
                in.limit(limit).position(next).order(ByteOrder.BIG_ENDIAN);
            }
        } catch (Exception | StackOverflowError | LinkageError e) {
            in.limit(limit).position(next).order(ByteOrder.BIG_ENDIAN);
            flow.fail(e);
        }
        if (frames > 0 && !cut) {
            unfinished = false;
            if (kept != null) {
                kept.forgetFrame();
            }
        }
        flow.counters.add(EndpointCounters.FRAMES_IN, frames);
        flow.loop.clearInterrupt();
    }

    private void unfinished(FrameScan scan, int framesBefore, long most) {
        if (scan.payloadAtLeast() > most) {
            throw new FrameTooLargeException(scan.payloadAtLeast(), most);
        }
        boolean fresh = !unfinished || framesBefore > 0;
        unfinished = true;
        if (kept != null) {
            note(kept, scan, fresh);
        }
        if (fresh) {
            flow.deadlines.frameBegan(flow.loop.nowNanos());
        }
    }

    private void note(Chunk chunk, FrameScan scan, boolean fresh) {
        chunk.memo = scan.memo();
        chunk.needed = scan.needed();
        if (fresh) {
            chunk.beganNanos = flow.loop.nowNanos();
        }
    }

    /** Copies bytes behind those that are kept; false when there is no memory: the session ends. */
    private boolean keep(ByteBuffer in, int length) {
        Chunk chunk = roomFor(length);
        if (chunk == null) {
            flow.endSoon(CloseReason.BUFFERS_EXHAUSTED, null, false);
            return false;
        }
        ByteBuffer buffer = chunk.buffer;
        buffer.put(buffer.position(), in, in.position(), length);
        buffer.position(buffer.position() + length);
        in.position(in.position() + length);
        return true;
    }

    private @Nullable Chunk roomFor(int length) {
        BufferPool pool = flow.loop.buffers();
        Chunk chunk = kept;
        if (chunk == null) {
            chunk = pool.acquireInbound(length);
            if (chunk != null && unfinished) {
                // It was found where it lay, by the last scan of the loop.
                note(chunk, flow.loop.scan, true);
            }
            kept = chunk;
            return chunk;
        }
        if (chunk.buffer.remaining() >= length) {
            return chunk;
        }
        int total = chunk.unread() + length;
        if (total <= chunk.capacity()) {
            chunk.compact();
            return chunk;
        }
        // Grows with what was received, never with what was announced.
        Chunk larger = pool.acquireInbound(total);
        if (larger != null) {
            larger.takeFrom(chunk);
            pool.release(chunk);
            kept = larger;
        }
        return larger;
    }
}
