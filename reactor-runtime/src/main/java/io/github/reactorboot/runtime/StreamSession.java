package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.framing.Framer;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * A session over a stream of bytes, a socket or a device: what handlers and other threads see of
 * it. What happens inside is the matter of {@link SessionFlow}.
 */
final class StreamSession implements LoopSession {

    private static final AtomicReferenceFieldUpdater<StreamSession, @Nullable Leftover> LEFTOVER =
            AtomicReferenceFieldUpdater.newUpdater(StreamSession.class, Leftover.class, "leftover");

    private static final AtomicReferenceFieldUpdater<StreamSession, @Nullable SessionGroups>
            GROUPS =
                    AtomicReferenceFieldUpdater.newUpdater(
                            StreamSession.class, SessionGroups.class, "groups");

    private final long id = SessionRegistry.nextId();
    private final long number;
    private final SessionFlow flow;
    private final long openedMillis = System.currentTimeMillis();
    private final @Nullable SocketAddress remoteAddress;
    private @Nullable Attributes attributes;

    private volatile @Nullable Leftover leftover;

    /** The groups that it is in; null if it never was in one. */
    private volatile @Nullable SessionGroups groups;

    /** The first of its timers; owned by {@link SessionTimer}. */
    private @Nullable SessionTimer timers;

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

    @Override
    public long number() {
        return number;
    }

    @Override
    public boolean belongsTo(Endpoint candidate) {
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

    @Override
    public Framer framer() {
        return flow.endpoint.framer;
    }

    @Override
    public SendResult sendFramed(ByteBuffer framed, int payloads) {
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

    @Override
    public boolean isHandshaking() {
        return flow.isHandshaking();
    }

    @Override
    public boolean isClosed() {
        return flow.state.isClosed();
    }

    @Override
    public boolean isFinal() {
        return flow.state.isFinal();
    }

    @Override
    public void drain() {
        flow.drain();
    }

    @Override
    public void endSoon(CloseReason reason) {
        flow.endSoon(reason, null, false);
    }

    @Override
    public void cutOff(CloseReason reason) {
        flow.endSoon(reason, null, true);
    }

    @Override
    public void end(CloseReason reason, @Nullable Throwable cause) {
        flow.end(reason, cause);
    }

    // ---- work on the loop

    @Override
    public SessionHandler handler() {
        return flow.handler();
    }

    @Override
    public @Nullable SessionTimer firstTimer() {
        return timers;
    }

    @Override
    public void firstTimer(@Nullable SessionTimer first) {
        timers = first;
    }

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
        return SessionTimer.start(this, delay, 0, task);
    }

    @Override
    public TimerHandle scheduleWithFixedDelay(Duration delay, Runnable task) {
        return SessionTimer.start(this, delay, ScheduledTask.period("delay", delay), task);
    }

    @Override
    public TimerHandle scheduleAtFixedRate(Duration period, Runnable task) {
        return SessionTimer.start(this, period, -ScheduledTask.period("period", period), task);
    }

    @Override
    public SessionGroups groups() {
        SessionGroups known = groups;
        if (known == null) {
            GROUPS.compareAndSet(this, null, new SessionGroups());
            known = Objects.requireNonNull(groups);
        }
        return known;
    }

    /** The session has ended; on the loop. */
    void cancelTimers() {
        SessionTimer.endAll(this);
    }

    @Override
    public CompletionStage<@Nullable Object> command(Object command) {
        return SentCommand.send(this, command);
    }

    @Override
    public CompletionStage<@Nullable Object> command(Object command, Duration delay) {
        return SentCommand.send(this, command, delay);
    }

    @Override
    public ClosedSessionException closedException() {
        return ClosedSessionException.of(this);
    }

    // ---- attributes and figures

    @Override
    public <T> @Nullable T attribute(AttributeKey<T> key, @Nullable T value) {
        requireLoop("attribute");
        if (attributes == null) {
            attributes = new Attributes();
        }
        return attributes.put(key, value);
    }

    @Override
    public <T> @Nullable T attribute(AttributeKey<T> key) {
        requireLoop("attribute");
        return attributes == null ? null : attributes.get(key);
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
        SessionGroups joined = groups;
        if (joined != null) {
            joined.leaveAll(this);
        }
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
