package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.engine.Transport;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * The parts of files that one session sends, between its other bytes. Each knows how many bytes of
 * the outbound queue go before it. Owned by the event loop but for the methods that say otherwise.
 */
final class OutboundFiles {

    private static final AtomicReferenceFieldUpdater<SessionOutput, @Nullable OutboundFiles> FILES =
            AtomicReferenceFieldUpdater.newUpdater(
                    SessionOutput.class, OutboundFiles.class, "files");

    /** Files of one session at a time: each holds a descriptor. */
    static final int FILES_MAX = 16;

    /** With so many the session reads nothing more. */
    private static final int FILES_HIGH = 4;

    private static final int FILES_LOW = 1;

    /** So that one session with a long file and a fast peer does not hold the loop. */
    private static final long BYTES_PER_TURN = 1 << 20;

    /** What is read at once where the engine cannot send files by itself. */
    private static final int COPIED_BYTES = 64 << 10;

    private final ArrayDeque<SentFile> files = new ArrayDeque<>();

    /** Those included that are being opened, or are on their way from another thread. */
    private final AtomicInteger places = new AtomicInteger();

    /** Accepted and not taken by the kernel, those on their way included. */
    private final AtomicLong acceptedBytes = new AtomicLong();

    /** As above, without those on their way. */
    private long queuedBytes;

    /** Bytes of the outbound queue that go before the last file. */
    private long bytesBeforeLast;

    private long budget = BYTES_PER_TURN;
    private long lastAsked;

    /** Those of a session, made when the first one is sent. Any thread. */
    static OutboundFiles of(SessionOutput output) {
        OutboundFiles made = output.files;
        if (made == null) {
            FILES.compareAndSet(output, null, new OutboundFiles());
            made = Objects.requireNonNull(output.files);
        }
        return made;
    }

    /** Takes a place for one file; false when there is none. Any thread. */
    boolean tryEnter() {
        for (int now = places.get(); now < FILES_MAX; now = places.get()) {
            if (places.compareAndSet(now, now + 1)) {
                return true;
            }
        }
        return false;
    }

    /** A file is gone, or never came. Any thread. */
    void left() {
        places.decrementAndGet();
    }

    /** Any thread. */
    void accepted(long bytes) {
        acceptedBytes.addAndGet(bytes);
    }

    /** Bytes that were accepted and that the kernel did not take. Any thread. */
    long acceptedBytes() {
        return acceptedBytes.get();
    }

    boolean isCrowded() {
        return files.size() >= FILES_HIGH;
    }

    boolean hasRoom() {
        return files.size() <= FILES_LOW;
    }

    /** Bytes of the files that are in order with the outbound queue. */
    long queuedBytes() {
        return queuedBytes;
    }

    /**
     * Adds a file behind some of the bytes that wait in the outbound queue.
     *
     * @param bytesBefore how many, those included that go before other files
     */
    void add(SentFile file, long bytesBefore) {
        if (file.length() == 0) {
            file.close();
            left();
            return;
        }
        file.bytesBefore = bytesBefore - bytesBeforeLast;
        bytesBeforeLast = bytesBefore;
        queuedBytes += file.length();
        files.add(file);
    }

    /** Whether the next byte to be sent is one of a file. */
    boolean isNext() {
        SentFile first = files.peek();
        return first != null && first.bytesBefore == 0;
    }

    /** How many bytes of the outbound queue may be sent before a file comes. */
    long bytesBefore() {
        SentFile first = files.peek();
        return first == null ? Long.MAX_VALUE : first.bytesBefore;
    }

    /** Bytes of the outbound queue were sent, not more than that. */
    void queueAdvanced(long bytes) {
        move(-bytes);
    }

    private void move(long bytes) {
        SentFile first = files.peek();
        if (first != null) {
            first.bytesBefore += bytes;
            bytesBeforeLast += bytes;
        }
    }

    void turnBegins() {
        budget = BYTES_PER_TURN;
    }

    boolean isSpent() {
        return budget <= 0;
    }

    /**
     * Has the kernel take bytes of the file that is next.
     *
     * @return how many; what is missing up to {@link #lastAsked} it does not take now
     * @throws IOException also when the file has become shorter: what is missing would be a gap
     */
    long write(Transport transport) throws IOException {
        SentFile file = files.element();
        lastAsked = Math.min(budget, file.left());
        long written = transport.writeFile(file.source(), file.position(), lastAsked);
        if (written < lastAsked) {
            file.requireWhole();
        }
        budget -= written;
        taken(file, written);
        return written;
    }

    /** How many bytes {@link #write} has asked the kernel to take. */
    long lastAsked() {
        return lastAsked;
    }

    /**
     * Reads a piece of the file that is next and puts it before what waits in the queue.
     *
     * @return false when there is no memory; the session ends then
     */
    boolean copy(SessionFlow flow, OutboundQueue queue) throws IOException {
        SentFile file = files.element();
        int length = (int) Math.min(COPIED_BYTES, file.left());
        BufferPool pool = flow.loop.buffers();
        Chunk chunk = pool.acquireOutbound(length);
        if (chunk == null) {
            flow.endSoon(CloseReason.BUFFERS_EXHAUSTED, null, false);
            return false;
        }
        boolean read = false;
        try {
            file.read(chunk.buffer, length);
            read = true;
        } finally {
            if (!read) {
                pool.release(chunk);
            }
        }
        queue.putFirst(chunk);
        flow.counters.add(EndpointCounters.QUEUED_BYTES, length);
        budget -= length;
        move(length);
        taken(file, length);
        return true;
    }

    private void taken(SentFile file, long bytes) {
        file.advance(bytes);
        queuedBytes -= bytes;
        acceptedBytes.addAndGet(-bytes);
        if (file.left() == 0) {
            removeFirst();
            file.close();
            left();
        }
    }

    private void removeFirst() {
        SentFile first = files.remove();
        SentFile next = files.peek();
        if (next != null) {
            next.bytesBefore += first.bytesBefore;
        } else {
            bytesBeforeLast = 0;
        }
    }

    /** The session ends. */
    void closeAll() {
        for (SentFile file = files.poll(); file != null; file = files.poll()) {
            file.close();
            left();
        }
    }

    /** Whether nothing is left of what was accepted, on its way or not. */
    static boolean isEmpty(@Nullable OutboundFiles files) {
        return files == null || files.acceptedBytes() == 0;
    }
}
