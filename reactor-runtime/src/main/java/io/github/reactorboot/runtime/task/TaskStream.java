package io.github.reactorboot.runtime.task;

import io.github.reactorboot.runtime.CloseReason;
import io.github.reactorboot.runtime.ClosedSessionException;
import io.github.reactorboot.runtime.Session;
import io.github.reactorboot.runtime.framing.FramingException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A session as a task sees it: calls that wait. For the one thread of the task, never for an event
 * loop; other threads use the {@link #session()}. On a virtual thread a wait holds no platform
 * thread.
 *
 * <p>Frames that are not read yet wait in a queue of {@code maxPendingReplies} frames and {@code
 * maxFrameBytes} bytes (see {@link io.github.reactorboot.runtime.SessionSettings}); when that is
 * full the peer is not read any more. The stream pauses and resumes reading on its own account, so
 * a task leaves {@link Session#pauseReading} alone.
 *
 * <p>The end of the input (the peer closed its side, the session is drained, or was closed by this
 * side) is null from {@link #read()}, after all frames that came before. In the first two cases the
 * task can still write, and the session waits for it to return. When the session is closed, {@link
 * #write} and {@link #sleep} throw {@link ClosedSessionException}, and so does {@link #read()} when
 * it was closed by a failure or a timeout. The thread of the task is never interrupted by the
 * stream.
 */
public final class TaskStream {

    private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Session session;
    private final TaskCodec codec;
    private final Parking parking = new Parking();
    private final FrameQueue frames;
    private final TaskWriter writer;

    /** Written by the event loop. */
    private volatile boolean inputEnded;

    /** Nothing can be sent any more; written by the event loop. */
    private volatile boolean over;

    private volatile boolean awaitingInput;

    TaskStream(Session session, TaskCodec codec) {
        this.session = session;
        this.codec = codec;
        this.frames = new FrameQueue(session);
        this.writer = new TaskWriter(this, session, parking);
    }

    /** The session that the task serves. */
    public Session session() {
        return session;
    }

    /**
     * Waits for the next frame.
     *
     * @return the payload, which is the caller's; null at the end of the input, and ever after
     * @throws ClosedSessionException when the session was ended by a failure or a timeout, which
     *     its message names
     */
    public @Nullable ByteBuffer read() throws InterruptedException {
        requireTask();
        awaitingInput = true;
        try {
            parking.await(this::isReadable);
        } finally {
            awaitingInput = false;
        }
        return takeFrame();
    }

    /**
     * As {@link #read()}, but no longer than this.
     *
     * @throws TimeoutException when nothing came; whatever comes later is there for the next read
     */
    public @Nullable ByteBuffer read(Duration timeout)
            throws InterruptedException, TimeoutException {
        requireTask();
        if (!isReadable()) {
            Alarm alarm = arm(timeout);
            awaitingInput = true;
            try {
                parking.await(() -> isReadable() || alarm.hasRung());
            } finally {
                awaitingInput = false;
                alarm.cancel();
            }
            if (!isReadable()) {
                throw new TimeoutException(
                        "session %s: nothing was received within %s"
                                .formatted(session.name(), timeout));
            }
        }
        return takeFrame();
    }

    /**
     * As {@link #read()}, and reads the payload as an object: {@link ByteBuffer}, {@code byte[]},
     * {@link String}, or what the codec of the endpoint reads.
     *
     * @throws FramingException when the payload cannot be read as that; thrown by the task, it
     *     closes the session with {@link CloseReason#PROTOCOL_ERROR}
     */
    public <T> @Nullable T read(Class<T> type) throws InterruptedException {
        ByteBuffer frame = read();
        return frame == null ? null : decode(frame, type);
    }

    /** Both of them. */
    public <T> @Nullable T read(Class<T> type, Duration timeout)
            throws InterruptedException, TimeoutException {
        ByteBuffer frame = read(timeout);
        return frame == null ? null : decode(frame, type);
    }

    private <T> T decode(ByteBuffer frame, Class<T> type) throws InterruptedException {
        try {
            return codec.read(frame, type);
        } catch (Exception e) {
            throw unchecked(e, "read as " + type.getName());
        }
    }

    /**
     * Sends a payload: all of it is taken, or this throws. Waits while the outbound queue of the
     * session is above its high-water mark. The buffer is the caller's again afterwards, its
     * position is not moved.
     *
     * @throws ClosedSessionException when the session is closed; the payload was not sent
     * @throws IllegalArgumentException when the framing cannot carry this payload, or the outbound
     *     limit is lower than it is large
     */
    public void write(ByteBuffer payload) throws InterruptedException {
        requireTask();
        writer.write(payload);
    }

    /** As {@link #write(ByteBuffer)}. */
    public void write(byte[] payload) throws InterruptedException {
        write(ByteBuffer.wrap(payload));
    }

    /** As {@link #write(ByteBuffer)}, in UTF-8. */
    public void write(String payload) throws InterruptedException {
        write(payload.getBytes(StandardCharsets.UTF_8));
    }

    /** As {@link #write(ByteBuffer)}, of an object that the codec of the endpoint writes. */
    public void write(Object value) throws InterruptedException {
        ByteBuffer payload;
        try {
            payload = codec.write(value);
        } catch (Exception e) {
            throw unchecked(e, "written from " + value.getClass().getName());
        }
        write(payload);
    }

    private static RuntimeException unchecked(Exception failure, String what)
            throws InterruptedException {
        if (failure instanceof InterruptedException interrupted) {
            throw interrupted;
        }
        return failure instanceof RuntimeException unchecked
                ? unchecked
                : new IllegalStateException("a payload cannot be " + what, failure);
    }

    /**
     * Waits for a time, with a timer of the event loop.
     *
     * @throws ClosedSessionException as soon as the session is closed
     */
    public void sleep(Duration duration) throws InterruptedException {
        requireTask();
        Alarm alarm = arm(duration);
        try {
            parking.await(() -> alarm.hasRung() || over);
        } finally {
            alarm.cancel();
        }
        if (!alarm.hasRung()) {
            throw closed();
        }
    }

    // ---- contenders of a race

    /** The next frame, or the end of the input, for a {@link Race}. */
    public Contender<ByteBuffer> receive() {
        return new Contender<>(this, new Receive(), "receive");
    }

    /** A time that passes, counted from the beginning of a {@link Race}. */
    public Contender<Void> timer(Duration delay) {
        return new Contender<>(this, new TimerEntry(this, delay), "timer of " + delay);
    }

    /** A future, for a {@link Race}. */
    public <T> Contender<T> future(CompletionStage<T> stage) {
        return new Contender<>(this, new FutureEntry<>(parking, stage), "future");
    }

    private final class Receive implements Entry<ByteBuffer> {

        @Override
        public void enter() {
            awaitingInput = true;
        }

        @Override
        public boolean isReady() {
            return isReadable();
        }

        @Override
        public Outcome<ByteBuffer> take() {
            return new Outcome<>(takeFrame(), null);
        }

        @Override
        public void leave() {
            awaitingInput = false;
        }
    }

    // ---- for the parts of the task

    private boolean isReadable() {
        return !frames.isEmpty() || inputEnded || over;
    }

    /** What is readable: a frame, null for the end, or the failure. */
    private @Nullable ByteBuffer takeFrame() {
        // The last frame was added before the end was noted.
        ByteBuffer frame = frames.take();
        if (frame != null) {
            return frame;
        }
        CloseReason reason = session.closeReason();
        if (reason == null
                || reason == CloseReason.PEER_CLOSED
                || reason == CloseReason.LOCAL_CLOSE
                || reason == CloseReason.SHUTDOWN) {
            return null;
        }
        throw closed();
    }

    /** A timer of the loop that wakes the task. When the loop takes none for now, it is waited. */
    Alarm arm(Duration delay) throws InterruptedException {
        Alarm alarm = new Alarm(parking);
        while (!over) {
            try {
                alarm.armed(session.schedule(delay, alarm));
                return alarm;
            } catch (RejectedExecutionException fullOrEnded) {
                Parking.rest(REST_NANOS);
            }
        }
        throw closed();
    }

    void await(BooleanSupplier condition) throws InterruptedException {
        parking.await(condition);
    }

    boolean isOver() {
        return over;
    }

    ClosedSessionException closed() {
        return ClosedSessionException.of(session);
    }

    /** A wait on an event loop would hold up all its sessions. */
    void requireTask() {
        if (session.loop().inEventLoop()) {
            throw new IllegalStateException(
                    "the stream of session %s waits, so it must not be used on event loop %s"
                            .formatted(session.name(), session.loop().name()));
        }
    }

    // ---- from the event loop

    void received(ByteBuffer frame) {
        frames.add(frame);
        parking.wake();
    }

    void becameWritable() {
        parking.wake();
    }

    void endInput() {
        frames.end();
        inputEnded = true;
        parking.wake();
    }

    void end() {
        frames.end();
        over = true;
        parking.wake();
    }

    boolean isAwaitingInput() {
        return awaitingInput;
    }

    boolean hasFrames() {
        return !frames.isEmpty();
    }

    /** The task has returned. */
    void forget() {
        frames.clear();
    }
}
