package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.DatagramLife.Phase;
import io.github.reactorboot.runtime.framing.Framer;
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
 * One source of datagrams for as long as it is not idle: what handlers and other threads see of it.
 * What happens inside is the matter of {@link DatagramLife} and {@link DatagramSender}.
 */
final class DatagramSession implements LoopSession {

    private static final AtomicReferenceFieldUpdater<DatagramSession, @Nullable SessionGroups>
            GROUPS =
                    AtomicReferenceFieldUpdater.newUpdater(
                            DatagramSession.class, SessionGroups.class, "groups");

    private final long id = SessionRegistry.nextId();
    private final long number;
    private final long openedMillis = System.currentTimeMillis();
    private final DatagramPort port;
    private final SocketAddress source;
    private @Nullable Attributes attributes;
    private @Nullable SessionTimer timers;
    private volatile @Nullable SessionGroups groups;

    final DatagramLife life;
    final DatagramSender sender;

    /** When the last datagram came from there. Owned by {@link DatagramSources}. */
    long heardNanos;

    /** Owned by {@link DatagramRequests}. */
    volatile int asked;

    DatagramSession(DatagramPort port, SocketAddress source, long number) {
        this.port = port;
        this.source = source;
        this.number = number;
        this.life = new DatagramLife(this, port);
        this.sender = new DatagramSender(this, port);
    }

    DatagramPort port() {
        return port;
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public String name() {
        return port.endpoint().name + "-" + number;
    }

    @Override
    public String endpoint() {
        return port.endpoint().name;
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public boolean belongsTo(Endpoint candidate) {
        return port.endpoint().totals == candidate.totals;
    }

    @Override
    public SocketAddress remoteAddress() {
        return source;
    }

    @Override
    public @Nullable SocketAddress localAddress() {
        return port.localAddress();
    }

    @Override
    public SessionSettings settings() {
        return port.endpoint().settings;
    }

    @Override
    public boolean isInbound() {
        return port.endpoint().isInbound();
    }

    @Override
    public EventLoop loop() {
        return port.loop();
    }

    @Override
    public boolean isOpen() {
        return life.maySend();
    }

    @Override
    public boolean isWritable() {
        return life.maySend() && sender.isWritable();
    }

    @Override
    public boolean isFinal() {
        return life.phase() != Phase.OPEN;
    }

    @Override
    public boolean isHandshaking() {
        return false;
    }

    @Override
    public boolean isClosed() {
        return life.phase() == Phase.CLOSED;
    }

    // ---- sending

    @Override
    public SendResult send(ByteBuffer payload) {
        return life.maySend() ? sender.send(payload, null) : closed();
    }

    @Override
    public SendResult send(String payload) {
        return send(ByteBuffer.wrap(payload.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public SendResult send(ByteBuffer payload, FlushCallback callback) {
        return life.maySend() ? sender.send(payload, callback) : closed();
    }

    @Override
    public SendResult sendFile(FilePart part, @Nullable FlushCallback callback) {
        throw new UnsupportedOperationException(
                "session " + name() + " sends datagrams, a file is no datagram");
    }

    @Override
    public Framer framer() {
        return DatagramFramer.DATAGRAM;
    }

    @Override
    public SendResult sendFramed(ByteBuffer framed, int payloads) {
        return send(framed);
    }

    /** Payloads that lie one behind the other, and are the runtime's from now on. */
    SendResult sendAll(ByteBuffer payloads, int[] lengths) {
        return life.maySend() ? sender.sendAll(payloads, lengths) : closed();
    }

    private SendResult closed() {
        port.endpoint().totals.refusedOutside.increment();
        return SendResult.CLOSED;
    }

    @Override
    public Batch batch() {
        return new DatagramPayloads(this);
    }

    @Override
    public PendingReply expectReply() {
        requireLoop("expectReply");
        return life.promise();
    }

    /** Waits for no other reply. */
    @Override
    public SendResult reply(ByteBuffer payload) {
        requireLoop("reply");
        return life.maySendReplies() ? sender.send(payload, null) : closed();
    }

    // ---- ending and pausing

    @Override
    public void close() {
        DatagramRequests.ask(this, DatagramRequests.CLOSE);
    }

    @Override
    public void abort() {
        DatagramRequests.ask(this, DatagramRequests.ABORT);
    }

    @Override
    public CompletionStage<DetachedSocket> detach() {
        return CompletableFuture.failedStage(
                new UnsupportedOperationException(
                        "session " + name() + " shares its socket with others"));
    }

    @Override
    public void shutdownOutput() {
        DatagramRequests.ask(this, DatagramRequests.SHUT_OUTPUT);
    }

    @Override
    public void pauseReading() {
        DatagramRequests.ask(this, DatagramRequests.PAUSE);
    }

    @Override
    public void resumeReading() {
        DatagramRequests.ask(this, DatagramRequests.RESUME);
    }

    @Override
    public void drain() {
        life.drain();
    }

    @Override
    public void endSoon(CloseReason reason) {
        life.endSoon(reason);
    }

    /** There is nothing that the peer could learn. */
    @Override
    public void cutOff(CloseReason reason) {
        life.endSoon(reason);
    }

    @Override
    public void end(CloseReason reason, @Nullable Throwable cause) {
        life.end(reason, cause);
    }

    // ---- work on the loop

    @Override
    public boolean execute(Runnable task) {
        return loop().execute(() -> {
            if (!isClosed()) {
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
    public CompletionStage<@Nullable Object> command(Object command) {
        return SentCommand.send(this, command);
    }

    @Override
    public CompletionStage<@Nullable Object> command(Object command, Duration delay) {
        return SentCommand.send(this, command, delay);
    }

    @Override
    public SessionHandler handler() {
        return life.handler();
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
    public SessionGroups groups() {
        SessionGroups known = groups;
        if (known == null) {
            GROUPS.compareAndSet(this, null, new SessionGroups());
            known = Objects.requireNonNull(groups);
        }
        return known;
    }

    /** It has ended; on the loop. */
    void leaveAll() {
        SessionTimer.endAll(this);
        SessionGroups joined = groups;
        if (joined != null) {
            joined.leaveAll(this);
        }
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
        return life.closeReason();
    }

    @Override
    public @Nullable Throwable closeCause() {
        return life.closeCause();
    }

    @Override
    public long unreadBytes() {
        return life.unreadBytes();
    }

    @Override
    public long unsentBytes() {
        return sender.unsentBytes();
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
        if (!loop().inEventLoop()) {
            throw new IllegalStateException(
                    method + " of session " + name() + " must be called on its event loop");
        }
    }
}
