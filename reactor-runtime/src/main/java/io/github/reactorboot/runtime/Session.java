package io.github.reactorboot.runtime;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One connected peer. Lives on one event loop; every method may be called from any thread unless it
 * says otherwise, and what it does happens on the loop.
 *
 * <p>Over datagrams ({@link TransportType#UDP}) it is one source, for as long as that is heard of.
 * Each payload, also each one of a {@link #batch}, is a datagram of its own; one that is lost on
 * its way is not reported. While reading is paused, datagrams of the source are dropped and
 * counted. Replies leave when they are completed. After {@link #shutdownOutput} nothing is sent any
 * more; {@link #sendFile} and {@link #detach} are for streams.
 */
public interface Session {

    /** Unique in the process, never used again. */
    long id();

    /** The name of the endpoint and a number counted from 1, for instance {@code quotes-17}. */
    String name();

    /** The name of the listener or connection that the session belongs to. */
    String endpoint();

    /**
     * The peer; null for a device, and if it was gone before it could be asked; unnamed for
     * accepted Unix sockets.
     */
    @Nullable SocketAddress remoteAddress();

    /** The local end; null for a device. */
    @Nullable SocketAddress localAddress();

    /** What the session is held to: bounds and timeouts of its endpoint. */
    SessionSettings settings();

    /** Whether the peer has come to a listener; false for a connection that was opened here. */
    boolean isInbound();

    /** The event loop on which the session lives. */
    EventLoop loop();

    /** Whether payloads can still be sent. */
    boolean isOpen();

    /** Whether the outbound queue is below its high-water mark: a polite sender waits if not. */
    boolean isWritable();

    /**
     * Sends a payload: frames it and queues it in order. All of it is taken, or nothing. It is
     * copied during the call, so the buffer is the caller's again; its position is not moved. A
     * device that is only read takes nothing: {@link SendResult#CLOSED}, and a refused send is
     * counted.
     *
     * @throws IllegalArgumentException when the framing cannot carry this payload
     */
    SendResult send(ByteBuffer payload);

    /** As {@link #send(ByteBuffer)}. */
    default SendResult send(byte[] payload) {
        return send(ByteBuffer.wrap(payload));
    }

    /** As {@link #send(ByteBuffer)}, in UTF-8. */
    SendResult send(String payload);

    /**
     * As {@link #send(ByteBuffer)}, and reports on the event loop, exactly once, when the kernel
     * has taken the last byte (failure null) or when it never will. Not called unless the payload
     * was accepted.
     */
    SendResult send(ByteBuffer payload, FlushCallback callback);

    /** As {@link #sendFile(FilePart, FlushCallback)}, the whole file and without a callback. */
    default SendResult sendFile(Path file) throws IOException {
        return sendFile(FilePart.whole(file), null);
    }

    /**
     * Sends a part of a file as one payload, in order with the others, without bringing its bytes
     * into this process where the engine can (sendfile(2)). It leaves as fast as the peer takes it.
     * The bytes do not count against the outbound limit; the number of files that wait does, and
     * with some of them the session is not {@linkplain #isWritable() writable}.
     *
     * <p>The file is opened by this call, on the calling thread, and closed when its last byte was
     * taken or the session ends. How much is sent is settled by this call; a file that becomes
     * shorter afterwards ends the session with {@link CloseReason#IO_ERROR}, since a gap would be
     * worse. What is read from it later is read on the event loop: a disk that is slow holds it up.
     *
     * @param callback as in {@link #send(ByteBuffer, FlushCallback)}, if it is not null
     * @throws IOException when the file cannot be opened, is no regular file or has no such part;
     *     nothing is sent then
     * @throws IllegalArgumentException when the framing cannot carry so many bytes: a length that
     *     is announced goes up to 2 GiB, a framing without one knows no bound
     */
    SendResult sendFile(FilePart part, @Nullable FlushCallback callback) throws IOException;

    /**
     * Collects payloads that leave together, with one system call: use it with try-with-resources.
     * Closing the batch sends it, whole or not at all.
     */
    Batch batch();

    /**
     * Promises a reply that is not known yet. Replies leave in the order in which they were
     * promised, whatever the order in which they are completed. While replies are outstanding the
     * session is not closed by a drain or by the end of the peer's input, and beyond the bound of
     * the endpoint nothing more is read. Event loop only.
     *
     * @throws IllegalStateException when called from another thread
     */
    PendingReply expectReply();

    /**
     * Sends a payload as a reply: behind all replies promised before, which {@link #send} does not
     * wait for. A reply that does not fit closes the session. Event loop only.
     */
    SendResult reply(ByteBuffer payload);

    /**
     * Closes gracefully: nothing more is delivered, promised replies and queued bytes are sent,
     * then FIN, then the peer's FIN is awaited; all that within the close timeout of the endpoint.
     * A device knows no FIN. A connection is opened again after a while: {@link Connection#stop}
     * ends that.
     */
    void close();

    /**
     * As {@link #close()}, after a delay, unless the session is closed by then.
     *
     * @throws java.util.concurrent.RejectedExecutionException when the command queue is full or the
     *     loop has ended
     */
    default TimerHandle close(Duration delay) {
        return schedule(delay, this::close);
    }

    /** Closes at once: discards what is queued and resets the connection. */
    void abort();

    /**
     * Takes the socket out of the reactor without closing it. Nothing more is delivered or taken;
     * what is queued is sent first, within the close timeout of the endpoint. Then the session ends
     * with {@link CloseReason#DETACHED}, and the stage is completed on the event loop with the
     * channel, which is the receiver's. Only with the engine nio. {@link #close()} and {@link
     * #abort()} take it back as long as it has not happened.
     *
     * @return completed exceptionally with {@link UnsupportedOperationException} when the engine
     *     has no channel to hand out, and the session goes on then; with {@link
     *     ClosedSessionException} when the session ends in another way
     */
    CompletionStage<DetachedSocket> detach();

    /**
     * Sends FIN behind what is queued; the session goes on receiving. A device takes nothing more.
     */
    void shutdownOutput();

    /** Delivers no more frames until {@link #resumeReading()}; the peer feels it through TCP. */
    void pauseReading();

    /** Takes back {@link #pauseReading()}. */
    void resumeReading();

    /**
     * Runs a task on the event loop, unless the session is closed by then.
     *
     * @return false when the command queue of the loop is full or the loop has ended
     */
    boolean execute(Runnable task);

    /**
     * Runs a task on the event loop after a delay, unless the session is closed by then. An
     * exception of the task is logged, the session stays.
     *
     * @return a handle to cancel it; not active if the session is closed
     * @throws java.util.concurrent.RejectedExecutionException when the command queue is full or the
     *     loop has ended
     */
    TimerHandle schedule(Duration delay, Runnable task);

    /**
     * As {@link #schedule}, again and again until the session is closed, each time the delay after
     * the last run ended. An exception of the task does not end that.
     */
    TimerHandle scheduleWithFixedDelay(Duration delay, Runnable task);

    /**
     * As {@link #scheduleWithFixedDelay}, in step with the clock: each time a multiple of the
     * period after this call. Runs that were missed are left out.
     */
    TimerHandle scheduleAtFixedRate(Duration period, Runnable task);

    /**
     * Hands a command to {@link SessionHandler#onCommand}. To cancel the stage's future before the
     * command is handed over is to leave it out.
     *
     * @return completed on the event loop with the handler's answer, or exceptionally: with what
     *     the handler threw, {@link java.util.concurrent.RejectedExecutionException} when the queue
     *     is full, {@link ClosedSessionException} when the session is closed
     */
    CompletionStage<@Nullable Object> command(Object command);

    /**
     * As {@link #command(Object)}, after a delay; {@link ClosedSessionException} as soon as the
     * session is closed. To cancel the stage's future until then is to cancel the timer.
     */
    CompletionStage<@Nullable Object> command(Object command, Duration delay);

    /**
     * As {@link #command(Object)}, for an answer of this type; {@link ClassCastException} if the
     * handler gives another one.
     */
    default <R> CompletionStage<@Nullable R> command(Object command, Class<R> answerType) {
        return command(command)
                .thenApply(answer -> {
                    if (answer != null && !answerType.isInstance(answer)) {
                        throw new ClassCastException(
                                "session %s answered %s with %s, which is no %s"
                                        .formatted(
                                                name(),
                                                command.getClass().getName(),
                                                answer.getClass().getName(),
                                                answerType.getName()));
                    }
                    return answerType.cast(answer);
                });
    }

    /** Sets an attribute, or removes it with null; returns the former value. Event loop only. */
    <T> @Nullable T attribute(AttributeKey<T> key, @Nullable T value);

    /** The value of an attribute. Event loop only. */
    <T> @Nullable T attribute(AttributeKey<T> key);

    /** Why the session was closed; null while it is open. */
    @Nullable CloseReason closeReason();

    /** The exception that closed the session, if one did. */
    @Nullable Throwable closeCause();

    /** Bytes received that did not become a delivered frame; of use in {@code onClose}. */
    long unreadBytes();

    /** Bytes accepted by {@link #send} that the kernel did not take (yet). */
    long unsentBytes();

    /** When the session was opened, as {@link System#currentTimeMillis()}; for display only. */
    long openedMillis();
}
