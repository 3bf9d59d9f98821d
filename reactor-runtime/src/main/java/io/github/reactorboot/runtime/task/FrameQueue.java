package io.github.reactorboot.runtime.task;

import io.github.reactorboot.runtime.Session;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Frames that a task has not read yet. At the bound the session is not read any more, and again
 * when half of it is free. The event loop adds, the task takes.
 */
final class FrameQueue {

    private final Session session;
    private final int framesMax;
    private final long bytesMax;
    private final Queue<ByteBuffer> frames = new ConcurrentLinkedQueue<>();
    private final AtomicLong count = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicBoolean paused = new AtomicBoolean();
    private volatile boolean ended;

    FrameQueue(Session session) {
        this.session = session;
        this.framesMax = session.settings().maxPendingReplies();
        this.bytesMax = session.settings().maxFrameBytes();
    }

    /** On the loop. What comes after the end is not for the task. */
    void add(ByteBuffer frame) {
        if (ended) {
            return;
        }
        ByteBuffer copy = ByteBuffer.allocate(frame.remaining());
        copy.put(copy.position(), frame, frame.position(), frame.remaining());
        frames.add(copy);
        long queued = count.incrementAndGet();
        if (bytes.addAndGet(copy.capacity()) >= bytesMax || queued >= framesMax) {
            session.pauseReading();
            paused.set(true);
            // The task may have taken them all meanwhile, and then it does not look again.
            resumeIfLow();
        }
    }

    /** By the task. */
    @Nullable ByteBuffer take() {
        ByteBuffer frame = frames.poll();
        if (frame != null) {
            count.decrementAndGet();
            bytes.addAndGet(-frame.capacity());
            resumeIfLow();
        }
        return frame;
    }

    private void resumeIfLow() {
        if (paused.get()
                && !ended
                && count.get() <= framesMax / 2
                && bytes.get() <= bytesMax / 2
                && paused.compareAndSet(true, false)) {
            session.resumeReading();
        }
    }

    boolean isEmpty() {
        return frames.isEmpty();
    }

    /** No frame is added any more; those that are there stay. */
    void end() {
        ended = true;
    }

    /** Nobody will read them. */
    void clear() {
        ended = true;
        frames.clear();
    }
}
