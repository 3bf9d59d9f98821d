package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.framing.FrameScan;
import io.github.reactorboot.runtime.framing.FrameTooLargeException;
import io.github.reactorboot.runtime.framing.Framer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Turns received bytes into frames, for all sessions of one event loop, which owns it. A frame that
 * arrives whole is handed out where it lies, in the buffer of the engine; only an unfinished rest
 * is copied, to a chunk that the session keeps and that is given back as soon as the frame is
 * complete.
 */
final class InboundFrames {

    /** How many bytes are tried first to complete a kept frame whose length is not known. */
    private static final int FIRST_PIECE = 256;

    /** How often output may be flushed in between, so that one session cannot hold the loop. */
    private static final int FLUSHES_PER_CALL = 4;

    private final EventLoop loop;
    private final FrameScan scan = new FrameScan();

    /** Whether the last scan found an unfinished frame where it lay, which is to be kept now. */
    private boolean cut;

    InboundFrames(EventLoop loop) {
        this.loop = loop;
    }

    /** Delivers the frames in these bytes and keeps the rest. */
    void receive(SessionFlow flow, ByteBuffer in) {
        cut = false;
        if (flow.kept != null) {
            complete(flow, in);
        }
        if (flow.kept == null && in.hasRemaining() && !flow.state.isBlocked()) {
            deliver(flow, in);
        }
        if (in.hasRemaining() && !flow.state.isEnding()) {
            if (flow.state.isBlocked() && flow.kept != null) {
                // What is kept may be whole frames from now on; nobody has looked.
                flow.kept.unfinished = false;
            }
            keep(flow, in, in.remaining());
        }
    }

    /** Delivers frames that were kept while the session was blocked. */
    void deliverKept(SessionFlow flow) {
        Chunk kept = flow.kept;
        if (kept == null || flow.state.isBlocked()) {
            return;
        }
        if (flow.state.takeWasBlocked() && kept.unfinished) {
            // Time during which we did not read does not count against the peer.
            kept.beganNanos = loop.nowNanos();
            flow.deadlines.frameBegan(kept.beganNanos);
        }
        deliverFromKept(flow);
    }

    /** Keeps bytes that no framer has looked at; without memory the session ends. */
    void keepUnseen(SessionFlow flow, ByteBuffer in) {
        cut = false;
        keep(flow, in, in.remaining());
    }

    /** Whether everything that can be delivered was delivered. */
    boolean isSettled(SessionFlow flow) {
        return flow.kept == null || flow.kept.unfinished;
    }

    /** Bytes that were received and not delivered. */
    int unread(SessionFlow flow) {
        return flow.kept == null ? 0 : flow.kept.unread();
    }

    void release(SessionFlow flow) {
        Chunk chunk = flow.kept;
        if (chunk != null) {
            flow.kept = null;
            loop.buffers().release(chunk);
        }
    }

    /**
     * Adds to the kept bytes until their frame is complete; goes on in place then. Tries small
     * pieces first, so that hardly more than the frame itself is copied.
     */
    private void complete(SessionFlow flow, ByteBuffer in) {
        int piece = FIRST_PIECE;
        Chunk kept = flow.kept;
        while (kept != null && in.hasRemaining() && !flow.state.isBlocked()) {
            int had = kept.unread();
            long needed = kept.needed;
            long want = needed > had ? needed - had : piece;
            int part = (int) Math.min(want, in.remaining());
            piece = Math.min(piece << 1, 1 << 20);
            if (!keep(flow, in, part)) {
                return;
            }
            if (had + part < needed) {
                return;
            }
            int rest = deliverFromKept(flow);
            boolean delivered = rest < had + part;
            if (delivered && rest > 0 && rest <= part && flow.kept != null) {
                in.position(in.position() - rest);
                release(flow);
            }
            kept = flow.kept;
        }
    }

    /** Delivers from the kept bytes; returns how many are left. */
    private int deliverFromKept(SessionFlow flow) {
        Chunk chunk = flow.kept;
        if (chunk == null) {
            return 0;
        }
        deliver(flow, chunk.beginReading());
        if (flow.kept == null) {
            // The session has ended meanwhile.
            return 0;
        }
        chunk.endReading();
        int rest = chunk.unread();
        if (rest == 0) {
            release(flow);
        }
        return rest;
    }

    /**
     * Delivers frames until the bytes are used up, the rest is unfinished, or the session is
     * blocked.
     */
    private void deliver(SessionFlow flow, ByteBuffer in) {
        boolean timed = flow.endpoint.settings.timeHandlers();
        long began = timed ? loop.clockNanos() : 0;
        int flushes = 0;
        do {
            deliverUntilBlocked(flow, in);
        } while (in.hasRemaining()
                && flow.state.isBlocked()
                && flushes++ < FLUSHES_PER_CALL
                && flow.flushToUnblock());
        if (timed) {
            flow.counters.add(EndpointCounters.HANDLER_NANOS, loop.clockNanos() - began);
        }
    }

    private void deliverUntilBlocked(SessionFlow flow, ByteBuffer in) {
        Framer framer = flow.endpoint.framer;
        SessionHandler handler = flow.handler();
        Session session = flow.session;
        Chunk kept = flow.kept;
        long most = flow.endpoint.settings.maxFrameBytes();
        long memo = kept == null ? 0 : kept.memo;
        int limit = in.limit();
        int next = in.position();
        int frames = 0;
        boolean whole = true;
        FrameRate rate = flow.rate;
        try {
            while (in.hasRemaining() && !flow.state.isBlocked()) {
                int start = in.position();
                if (!framer.scan(in, scan.begin(most, memo))) {
                    whole = false;
                    scan.validateNeeded(limit - start);
                    unfinished(flow, frames, most);
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
                if (rate != null) {
                    rate.delivered();
                }
            }
        } catch (Exception | StackOverflowError | LinkageError e) {
            in.limit(limit).position(next).order(ByteOrder.BIG_ENDIAN);
            flow.fail(e);
        }
        if (frames > 0 && whole && flow.kept != null) {
            flow.kept.forgetFrame();
        }
        flow.counters.add(EndpointCounters.FRAMES_IN, frames);
        loop.clearInterrupt();
    }

    private void unfinished(SessionFlow flow, int framesBefore, long most) {
        if (scan.payloadAtLeast() > most) {
            throw new FrameTooLargeException(scan.payloadAtLeast(), most);
        }
        Chunk kept = flow.kept;
        boolean fresh = kept == null || !kept.unfinished || framesBefore > 0;
        if (kept == null) {
            cut = true;
        } else {
            note(kept, fresh);
        }
        if (fresh) {
            flow.deadlines.frameBegan(loop.nowNanos());
        }
    }

    private void note(Chunk chunk, boolean fresh) {
        chunk.unfinished = true;
        chunk.memo = scan.memo();
        chunk.needed = scan.needed();
        if (fresh) {
            chunk.beganNanos = loop.nowNanos();
        }
    }

    /** Copies bytes behind those that are kept; false when there is no memory: the session ends. */
    private boolean keep(SessionFlow flow, ByteBuffer in, int length) {
        Chunk chunk = roomFor(flow, length);
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

    private @Nullable Chunk roomFor(SessionFlow flow, int length) {
        BufferPool pool = loop.buffers();
        Chunk chunk = flow.kept;
        if (chunk == null) {
            chunk = pool.acquireInbound(length);
            if (chunk != null && cut) {
                note(chunk, true);
            }
            flow.kept = chunk;
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
            flow.kept = larger;
        }
        return larger;
    }
}
