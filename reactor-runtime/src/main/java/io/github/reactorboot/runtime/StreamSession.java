package io.github.reactorboot.runtime;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * A session over a stream of bytes, a socket or a device: what handlers and other threads see of
 * it. What happens inside is the matter of {@link SessionFlow}.
 */
final class StreamSession implements Session {

    private static final AttributeKey<Set<TimerHandle>> TIMERS = AttributeKey.named("timers");

    private static final AtomicReferenceFieldUpdater<StreamSession, @Nullable Leftover> LEFTOVER =
            AtomicReferenceFieldUpdater.newUpdater(StreamSession.class, Leftover.class, "leftover");

    private final long id = SessionRegistry.nextId();
    private final long number;
    private final SessionFlow flow;
    private final long openedMillis = System.currentTimeMillis();
    private final @Nullable SocketAddress remoteAddress;
    private @Nullable Map<AttributeKey<?>, Object> attributes;

    private volatile @Nullable Leftover leftover;

    /** Owned by {@link SessionRequests}. */
    volatile int asked;

    StreamSession(
            EventLoop loop, Endpoint endpoint, @Nullable SocketAddress remoteAddress, long number) {
        this.remoteAddress = remoteAddress;
        this.number = number;
        this.flow = new SessionFlow(this, loop, endpoint);
    }

    SessionFlow flow() {
        return flow;
    }

    @Override
    public long id() {
        return id;
    }

    /** The number in its name. */
    long number() {
        return number;
    }

    /** Whether it is a session of this name, perhaps of a former listener. */
    boolean belongsTo(Endpoint candidate) {
        return flow.endpoint.totals == candidate.totals;
    }

    @Override
    public String name() {
        return flow.endpoint.name + "-" + number;
    }

    @Override
    public String endpoint() {
        return flow.endpoint.name;
    }

    @Override
    public @Nullable SocketAddress remoteAddress() {
        return remoteAddress;
    }

    @Override
    public @Nullable SocketAddress localAddress() {
        SocketAddress address = flow.transport().localAddress();
        return address == null ? Leftover.of(leftover).localAddress() : address;
    }

    @Override
    public SessionSettings settings() {
        return flow.endpoint.settings;
    }

    @Override
    public boolean isInbound() {
        return flow.endpoint.isInbound();
    }

    @Override
    public EventLoop loop() {
        return flow.loop;
    }

    @Override
    public boolean isOpen() {
        return flow.maySend();
    }

    @Override
    public boolean isWritable() {
        return flow.maySend() && flow.output.isWritable();
    }

    // ---- sending

    @Override
    public SendResult send(ByteBuffer payload) {
        return flow.maySend() ? flow.output.send(payload, null) : flow.output.closed();
    }

    @Override
    public SendResult send(String payload) {
        return send(ByteBuffer.wrap(payload.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public SendResult send(ByteBuffer payload, FlushCallback callback) {
        return flow.maySend() ? flow.output.send(payload, callback) : flow.output.closed();
    }

    @Override
    public SendResult sendFile(FilePart part, @Nullable FlushCallback callback) throws IOException {
        return flow.maySend() ? SentFile.send(flow, part, callback) : flow.output.closed();
    }

    SendResult sendFramed(ByteBuffer framed, int payloads) {
        return flow.maySend() ? flow.output.sendFramed(framed, payloads) : flow.output.closed();
    }

    @Override
    public Batch batch() {
        return new HeapBatch(this, flow.endpoint.framer);
    }

    @Override
    public PendingReply expectReply() {
        requireLoop("expectReply");
        return flow.replies().promise();
    }

    @Override
    public SendResult reply(ByteBuffer payload) {
        requireLoop("reply");
        return ReplyQueue.reply(flow, payload);
    }

    // ---- ending and pausing

    @Override
    public void close() {
        SessionRequests.ask(this, SessionRequests.CLOSE);
    }

    @Override
    public void abort() {
        SessionRequests.ask(this, SessionRequests.ABORT);
    }

    @Override
    public CompletionStage<DetachedSocket> detach() {
        CompletableFuture<DetachedSocket> wanted = new CompletableFuture<>();
        if (!flow.loop.runOrSubmit(() -> SessionDetach.begin(flow, wanted))) {
            wanted.completeExceptionally(closedException());
        }
        return wanted;
    }

    @Override
    public void shutdownOutput() {
        SessionRequests.ask(this, SessionRequests.SHUTDOWN_OUTPUT);
    }

    @Override
    public void pauseReading() {
        SessionRequests.ask(this, SessionRequests.PAUSE);
    }

    @Override
    public void resumeReading() {
        SessionRequests.ask(this, SessionRequests.RESUME);
    }

    // ---- work on the loop

    @Override
    public boolean execute(Runnable task) {
        return flow.loop.execute(() -> {
            if (!flow.state.isClosed()) {
                task.run();
            }
        });
    }

    @Override
    public TimerHandle schedule(Duration delay, Runnable task) {
        SessionTimer timer = new SessionTimer(task);
        timer.handle = flow.loop.schedule(delay, timer);
        flow.loop.runOrSubmit(timer::keep);
        return timer;
    }

    /** A timer that ends with the session. */
    private final class SessionTimer implements Runnable, TimerHandle {

        private final Runnable task;
        private volatile @Nullable TimerHandle handle;
        private boolean over;

        SessionTimer(Runnable task) {
            this.task = task;
        }

        void keep() {
            if (flow.state.isClosed()) {
                cancelHandle();
            } else if (!over) {
                Set<TimerHandle> timers = attribute(TIMERS);
                if (timers == null) {
                    timers = new LinkedHashSet<>();
                    attribute(TIMERS, timers);
                }
                timers.add(this);
            }
        }

        @Override
        public void run() {
            forget();
            if (!flow.state.isClosed()) {
                task.run();
            }
        }

        @Override
        public void cancel() {
            cancelHandle();
            flow.loop.runOrSubmit(this::forget);
        }

        private void forget() {
            over = true;
            Set<TimerHandle> timers = attribute(TIMERS);
            if (timers != null) {
                timers.remove(this);
            }
        }

        void cancelHandle() {
            TimerHandle armed = handle;
            if (armed != null) {
                armed.cancel();
            }
        }
    }

    /** The session has ended; on the loop. */
    void cancelTimers() {
        Set<TimerHandle> armed = attribute(TIMERS, null);
        if (armed != null) {
            armed.forEach(TimerHandle::cancel);
        }
    }

    @Override
    public CompletionStage<@Nullable Object> command(Object command) {
        SentCommand sent = new SentCommand(command);
        if (!flow.loop.execute(sent)) {
            sent.refuse();
        }
        return sent.answer;
    }

    private final class SentCommand implements RefusableCommand {

        private final Object command;
        private final CompletableFuture<@Nullable Object> answer = new CompletableFuture<>();

        SentCommand(Object command) {
            this.command = command;
        }

        @Override
        public void run() {
            if (flow.state.isClosed()) {
                answer.completeExceptionally(closedException());
                return;
            }
            try {
                answer.complete(flow.handler().onCommand(StreamSession.this, command));
            } catch (Exception | StackOverflowError | LinkageError e) {
                answer.completeExceptionally(e);
            } catch (Error e) {
                answer.completeExceptionally(e);
                throw e;
            }
        }

        @Override
        public void refuse() {
            answer.completeExceptionally(
                    flow.loop.isOver()
                            ? closedException()
                            : new RejectedExecutionException(
                                    "the command queue of " + flow.loop.name() + " is full"));
        }
    }

    ClosedSessionException closedException() {
        return ClosedSessionException.of(this);
    }

    // ---- attributes and figures

    @Override
    @SuppressWarnings("unchecked") // a key is only ever used with values of its type
    public <T> @Nullable T attribute(AttributeKey<T> key, @Nullable T value) {
        requireLoop("attribute");
        if (attributes == null) {
            if (value == null) {
                return null;
            }
            attributes = new HashMap<>(4);
        }
        return (T) (value == null ? attributes.remove(key) : attributes.put(key, value));
    }

    @Override
    @SuppressWarnings("unchecked") // as above
    public <T> @Nullable T attribute(AttributeKey<T> key) {
        requireLoop("attribute");
        return attributes == null ? null : (T) attributes.get(key);
    }

    @Override
    public @Nullable CloseReason closeReason() {
        return flow.state.closeReason();
    }

    @Override
    public @Nullable Throwable closeCause() {
        return flow.state.closeCause();
    }

    @Override
    public long unreadBytes() {
        return Leftover.of(leftover).unread();
    }

    @Override
    public long unsentBytes() {
        return flow.state.isClosed() ? Leftover.of(leftover).unsent() : flow.output.queuedBytes();
    }

    /** Bytes that were received and will not be delivered. */
    void countUnread(long bytes) {
        LEFTOVER.updateAndGet(this, known -> Leftover.of(known).plus(bytes, 0));
    }

    /** Bytes that were accepted and will not be sent. */
    void countUnsent(long bytes) {
        LEFTOVER.updateAndGet(this, known -> Leftover.of(known).plus(0, bytes));
    }

    /** It ends with so many bytes left; its socket will soon not tell its address any more. */
    void ends(long unread, long unsent) {
        SocketAddress address = flow.transport().localAddress();
        LEFTOVER.updateAndGet(this, known -> Leftover.of(known).plus(unread, unsent).at(address));
    }

    @Override
    public long openedMillis() {
        return openedMillis;
    }

    @Override
    public String toString() {
        return "Session[" + name() + "]";
    }

    private void requireLoop(String method) {
        if (!flow.loop.inEventLoop()) {
            throw new IllegalStateException(
                    method + " of session " + name() + " must be called on its event loop");
        }
    }
}
