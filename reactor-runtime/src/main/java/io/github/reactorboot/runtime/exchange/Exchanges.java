package io.github.reactorboot.runtime.exchange;

import io.github.reactorboot.runtime.CloseReason;
import io.github.reactorboot.runtime.ClosedSessionException;
import io.github.reactorboot.runtime.Session;
import io.github.reactorboot.runtime.SessionHandler;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests and finds their replies: the handler of a listener or connection, in front of that
 * of the application, which gets every frame that replies to nothing and every other event.
 *
 * <p>Many requests may be in flight on one session. Replies are matched in order, or by a key. A
 * reply that comes late never answers another request: in order, a request that timed out or was
 * cancelled keeps its place until its reply has come and was thrown away, so a peer that leaves
 * requests unanswered uses up the bound of those in flight until its session ends. By key, the late
 * reply goes to the handler; its key is refused until then, or until as many others as may be in
 * flight were given up after it.
 *
 * <p>{@code exchange} may be called from any thread; the requests of one thread leave in the order
 * of its calls, also among its other sends. Each future is completed exactly once:
 *
 * <ul>
 *   <li>with what the {@link ReplyReader} made of the reply, or with what it threw;
 *   <li>{@link ExchangeTimeoutException}: no reply came in time, counted from when the event loop
 *       sends the request;
 *   <li>{@link ExchangeRefusedException}: not sent, for something is full or the key is in use;
 *   <li>{@link ClosedSessionException}: the session is closed, or ended before the reply came;
 *   <li>{@link IllegalArgumentException}: the framing cannot carry the request, or it has no key;
 *   <li>{@link IllegalStateException}: the session is not one that these exchanges handle.
 * </ul>
 *
 * Futures complete on the event loop of the session; what is refused at once is complete when
 * {@code exchange} returns, and if the loop ends first, the thread that notices completes them. So
 * what depends on them must not block unless it is given an executor, and waiting for one on the
 * loop waits forever. Cancelling a future gives up the request; it is not sent if it was not yet.
 */
public final class Exchanges implements SessionHandler {

    private final ExchangeSettings settings;
    private final ExchangeCounters counters = new ExchangeCounters();

    /** Sessions enter and leave on their loops; any thread looks them up. */
    private final ConcurrentMap<Session, SessionExchanges> sessions = new ConcurrentHashMap<>();

    Exchanges(ExchangeSettings settings) {
        this.settings = settings;
    }

    /** Replies come in the order of the requests: the oldest gets the next frame. */
    public static ExchangesBuilder inOrder() {
        return inOrder(frame -> true);
    }

    /**
     * As {@link #inOrder()}, where the peer may also send what replies to nothing.
     *
     * @param isReply tells replies from other frames, on the event loop; it may move the position,
     *     and must not touch the bytes. What it throws closes the session
     */
    public static ExchangesBuilder inOrder(Predicate<ByteBuffer> isReply) {
        return new ExchangesBuilder(
                new Matching.InOrder(Objects.requireNonNull(isReply, "isReply")));
    }

    /** Requests and replies have the same key at the same place. */
    public static ExchangesBuilder byKey(CorrelationKey key) {
        return byKey(key, key);
    }

    /** A reply has the key of its request. */
    public static ExchangesBuilder byKey(CorrelationKey request, CorrelationKey reply) {
        return new ExchangesBuilder(
                new Matching.ByKey(
                        Objects.requireNonNull(request, "request"),
                        Objects.requireNonNull(reply, "reply")));
    }

    // ---- exchanging

    /**
     * Sends a request and reads its reply. The request is copied during the call, so the buffer is
     * the caller's again; its position is not moved.
     *
     * @throws IllegalArgumentException when the timeout is not positive or longer than 365 days
     */
    public <R extends @Nullable Object> CompletableFuture<R> exchange(
            Session session, ByteBuffer request, Duration timeout, ReplyReader<R> reader) {
        ExchangeSettings.checkTimeout(timeout);
        Objects.requireNonNull(reader, "reader");
        counters.requests.increment();
        SessionExchanges known = sessions.get(session);
        if (known == null) {
            counters.refused.increment();
            return CompletableFuture.failedFuture(
                    session.isOpen() ? unknown(session) : ClosedSessionException.of(session));
        }
        return known.begin(request, timeout, reader);
    }

    /** As {@link #exchange(Session, ByteBuffer, Duration, ReplyReader)}, with the timeout set. */
    public <R extends @Nullable Object> CompletableFuture<R> exchange(
            Session session, ByteBuffer request, ReplyReader<R> reader) {
        return exchange(session, request, settings.timeout(), reader);
    }

    /** As {@link #exchange(Session, ByteBuffer, Duration, ReplyReader)}, with copied payloads. */
    public CompletableFuture<byte[]> exchange(Session session, byte[] request, Duration timeout) {
        return exchange(session, ByteBuffer.wrap(request), timeout, ReplyReader.bytes());
    }

    /** As {@link #exchange(Session, byte[], Duration)}, with the timeout set. */
    public CompletableFuture<byte[]> exchange(Session session, byte[] request) {
        return exchange(session, request, settings.timeout());
    }

    /** As {@link #exchange(Session, ByteBuffer, Duration, ReplyReader)}, in UTF-8. */
    public CompletableFuture<String> exchange(Session session, String request, Duration timeout) {
        ByteBuffer bytes = ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8));
        return exchange(session, bytes, timeout, ReplyReader.text());
    }

    /** As {@link #exchange(Session, String, Duration)}, with the timeout set. */
    public CompletableFuture<String> exchange(Session session, String request) {
        return exchange(session, request, settings.timeout());
    }

    /** Figures of all exchanges, of all sessions. Any thread. */
    public ExchangeStats stats() {
        return counters.snapshot();
    }

    private static IllegalStateException unknown(Session session) {
        return new IllegalStateException(
                "session %s is not handled by these exchanges: make them the handler of %s"
                        .formatted(session.name(), session.endpoint()));
    }

    private SessionExchanges of(Session session) {
        SessionExchanges known = sessions.get(session);
        if (known == null) {
            throw new IllegalStateException(
                    "session %s: whoever wraps exchanges must hand on every event"
                            .formatted(session.name()));
        }
        return known;
    }

    // ---- from the loop

    @Override
    public void onOpen(Session session) throws Exception {
        SessionExchanges opened = new SessionExchanges(session, settings, counters);
        sessions.put(session, opened);
        opened.open();
    }

    @Override
    public void onMessage(Session session, ByteBuffer frame) throws Exception {
        SessionExchanges known = of(session);
        if (!known.outstanding().take(frame)) {
            known.delegate().onMessage(session, frame);
        }
    }

    @Override
    public @Nullable Object onCommand(Session session, Object command) throws Exception {
        return of(session).delegate().onCommand(session, command);
    }

    @Override
    public @Nullable Object onEndpointCommand(String endpoint, Object command) throws Exception {
        return settings.handlers().onEndpointCommand(endpoint, command);
    }

    @Override
    public void onWritable(Session session) throws Exception {
        of(session).delegate().onWritable(session);
    }

    @Override
    public void onInputClosed(Session session) throws Exception {
        of(session).delegate().onInputClosed(session);
    }

    @Override
    public boolean onIdle(Session session) throws Exception {
        return of(session).delegate().onIdle(session);
    }

    @Override
    public void onDrain(Session session) throws Exception {
        of(session).delegate().onDrain(session);
    }

    @Override
    public void onEnding(Session session, CloseReason reason) throws Exception {
        of(session).delegate().onEnding(session, reason);
    }

    @Override
    public void onError(Session session, Throwable failure) throws Exception {
        of(session).delegate().onError(session, failure);
    }

    @Override
    public void onClose(Session session, CloseReason reason) throws Exception {
        SessionExchanges ended = of(session);
        sessions.remove(session);
        ended.end();
        ended.delegate().onClose(session, reason);
    }
}
