package io.github.reactorboot.client;

import io.github.reactorboot.runtime.ClosedSessionException;
import io.github.reactorboot.runtime.Connection;
import io.github.reactorboot.runtime.ConnectionState;
import io.github.reactorboot.runtime.SendResult;
import io.github.reactorboot.runtime.Session;
import io.github.reactorboot.runtime.exchange.ExchangeStats;
import io.github.reactorboot.runtime.exchange.Exchanges;
import io.github.reactorboot.runtime.exchange.ReplyReader;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;

/**
 * One configured connection, to send messages and to exchange requests for replies; {@link
 * ReactorTemplate#connection} gives it. It survives the sessions of the connection: each call takes
 * the one that is open. Methods may be called from any thread and never block.
 *
 * <p>Payloads are bytes ({@code ByteBuffer}, {@code byte[]}), text, or what the codec of the
 * connection writes; replies likewise. They are encoded during the call.
 *
 * <p>A connection that opens, or is to be opened on demand, is waited for by what returns a future.
 * One that could not be opened the last time and waits for its next attempt is not.
 *
 * <p>Futures complete on the event loop of the connection, or on another thread when the connection
 * did not open in time: what depends on them must not block unless it is given an executor, and an
 * event loop must never wait for one. Each is completed exactly once.
 */
public final class ConnectionClient {

    private static final Duration LONGEST = Duration.ofDays(365);

    private final String name;
    private final Supplier<@Nullable ConnectionBinding> source;
    private volatile @Nullable Bound bound;

    /** Bytes of payloads that wait for the connection to open. */
    private final AtomicLong waitingBytes = new AtomicLong();

    private final LongAdder replies = new LongAdder();
    private final LongAdder replyNanos = new LongAdder();

    /**
     * A client of this connection.
     *
     * @param source gives null as long as the application is not ready for it
     */
    public ConnectionClient(String name, Supplier<@Nullable ConnectionBinding> source) {
        this.name = name;
        this.source = source;
    }

    private record Bound(ConnectionBinding binding, PayloadMapper payloads) {}

    /** The name of the connection. */
    public String name() {
        return name;
    }

    private Bound bound() {
        Bound known = bound;
        if (known == null) {
            ConnectionBinding binding = source.get();
            if (binding == null) {
                throw new ConnectionNotOpenException(name, "it was not started", null);
            }
            known = new Bound(binding, new PayloadMapper(binding));
            bound = known;
        }
        return known;
    }

    private ConnectionBinding binding() {
        return bound().binding();
    }

    // ---- sending

    /**
     * Sends a payload if the connection is open; whole, or not at all. A connection that is opened
     * on demand begins to open.
     *
     * @throws ConnectionNotOpenException when it is not open
     * @throws IllegalArgumentException when the codec cannot write the payload, or the framing
     *     cannot carry it
     */
    public SendResult send(Object payload) {
        ByteBuffer bytes = bound().payloads().encode(payload);
        Connection connection = started();
        Optional<Session> session = connection.session();
        if (session.isEmpty()) {
            if (connection.state() == ConnectionState.IDLE) {
                // For the next call: an idle connection is opened by nobody else.
                var unused = connection.open();
            }
            throw notOpen(connection, null);
        }
        return session.get().send(bytes);
    }

    /**
     * Sends a payload and tells when the kernel has taken it.
     *
     * @return fails with {@link ConnectionNotOpenException}, {@link RejectedExecutionException}
     *     when the outbound queue is full, {@link ClosedSessionException} when the session ends
     *     first, or as {@link #send} throws
     */
    public CompletableFuture<Void> sendAndFlush(Object payload) {
        try {
            ByteBuffer bytes = bound().payloads().encode(payload);
            return withSession(bytes, binding().connectTimeout(), this::flush);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<Void> flush(Open open) {
        CompletableFuture<Void> flushed = new CompletableFuture<>();
        SendResult result =
                open.session()
                        .send(
                                open.payload(),
                                (session, failure) -> {
                                    if (failure == null) {
                                        flushed.complete(null);
                                    } else {
                                        flushed.completeExceptionally(failure);
                                    }
                                });
        switch (result) {
            case ACCEPTED -> {
                // The callback tells.
            }
            case FULL ->
                    flushed.completeExceptionally(
                            new RejectedExecutionException(
                                    "connection '%s': the outbound queue is full"
                                            .formatted(name())));
            case CLOSED -> flushed.completeExceptionally(ClosedSessionException.of(open.session()));
        }
        return flushed;
    }

    // ---- exchanging

    /** As {@link #exchange(Object, Class, Duration)}, with the configured timeout. */
    public <R> CompletableFuture<R> exchange(Object request, Class<R> replyType) {
        return exchangeAs(request, replyType, null);
    }

    /**
     * Sends a request and reads its reply. Cancelling the future gives the request up.
     *
     * @param timeout for everything: until the connection is open, and until the reply has come
     * @return fails with {@link ConnectionNotOpenException}, as {@link
     *     io.github.reactorboot.runtime.exchange.Exchanges} says, or with what the codec throws
     */
    public <R> CompletableFuture<R> exchange(Object request, Class<R> replyType, Duration timeout) {
        return exchangeAs(request, replyType, timeout);
    }

    /** As {@link #exchange(Object, Class)}, for a type with type arguments. */
    public <R> CompletableFuture<R> exchange(
            Object request, ParameterizedTypeReference<R> replyType) {
        return exchangeAs(request, replyType.getType(), null);
    }

    /** As {@link #exchange(Object, Class, Duration)}, for a type with type arguments. */
    public <R> CompletableFuture<R> exchange(
            Object request, ParameterizedTypeReference<R> replyType, Duration timeout) {
        return exchangeAs(request, replyType.getType(), timeout);
    }

    private <R> CompletableFuture<R> exchangeAs(
            Object request, Type replyType, @Nullable Duration given) {
        long begun = System.nanoTime();
        CompletableFuture<R> reply;
        try {
            Duration timeout = given == null ? binding().exchangeTimeout() : given;
            checkTimeout(timeout);
            var exchanges = binding().exchanges();
            if (exchanges == null) {
                throw new IllegalStateException(
                        "connection '%s' exchanges nothing; set %s.exchange.correlation"
                                .formatted(name(), binding().prefix()));
            }
            ReplyReader<R> reader = reader(replyType);
            ByteBuffer bytes = bound().payloads().encode(request);
            reply =
                    withSession(
                            bytes,
                            timeout,
                            open ->
                                    exchanges.exchange(
                                            open.session(), open.payload(), open.left(), reader));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
        var unused =
                reply.whenComplete((value, failure) -> {
                    if (failure == null) {
                        replies.increment();
                        replyNanos.add(System.nanoTime() - begun);
                    }
                });
        return reply;
    }

    /** As the exchanges do, but before it is waited for the connection. */
    private static void checkTimeout(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "timeout must be positive and at most 365 days, was " + timeout);
        }
    }

    @SuppressWarnings("unchecked") // the reader was asked for with the type of the reply
    private <R> ReplyReader<R> reader(Type replyType) {
        var reader = bound().payloads().reader(replyType);
        return frame -> (R) reader.read(frame);
    }

    // ---- the session

    /** A session, what is to be sent, and how much time is left. */
    private record Open(Session session, ByteBuffer payload, Duration left) {}

    /** Does it with the session that is open, or as soon as there is one. */
    private <R extends @Nullable Object> CompletableFuture<R> withSession(
            ByteBuffer payload, Duration timeout, Function<Open, CompletableFuture<R>> work) {
        Connection connection = started();
        Optional<Session> session = connection.session();
        if (session.isPresent()) {
            return work.apply(new Open(session.get(), payload, timeout));
        }
        if (isGivenUpForNow(connection)) {
            throw notOpen(connection, null);
        }
        int size = payload.remaining();
        if (!mayWait(size)) {
            throw new RejectedExecutionException(
                    "connection '%s': too many bytes wait for it to open".formatted(name()));
        }
        ByteBuffer copy = ByteBuffer.allocate(size).put(payload.duplicate()).flip();
        long deadline = System.nanoTime() + timeout.toNanos();
        CompletableFuture<R> result = new CompletableFuture<>();
        CompletableFuture<Session> opening = connection.open().toCompletableFuture();
        var unused =
                opening.orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS)
                        .whenComplete((open, failure) -> {
                            waitingBytes.addAndGet(-size);
                            if (failure != null) {
                                result.completeExceptionally(
                                        notOpen(connection, unwrapped(failure)));
                            } else if (!result.isDone()) {
                                Duration left =
                                        Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
                                follow(result, work, new Open(open, copy, left));
                            }
                        });
        // Whoever gives up waits no longer, and gives back the room.
        var unusedGivenUp = result.whenComplete((value, failure) -> opening.cancel(false));
        return result;
    }

    private static <R extends @Nullable Object> void follow(
            CompletableFuture<R> result, Function<Open, CompletableFuture<R>> work, Open open) {
        CompletableFuture<R> inner;
        try {
            inner = work.apply(open);
        } catch (RuntimeException e) {
            result.completeExceptionally(e);
            return;
        }
        var unusedTold =
                inner.whenComplete((value, failure) -> {
                    if (failure != null) {
                        result.completeExceptionally(unwrapped(failure));
                    } else {
                        result.complete(value);
                    }
                });
        var unusedGiven =
                result.whenComplete((value, failure) -> {
                    if (!inner.isDone()) {
                        inner.cancel(false);
                    }
                });
    }

    /** One may always wait: whether it fits is for the session to say. */
    private boolean mayWait(int size) {
        long ahead;
        do {
            ahead = waitingBytes.get();
            if (ahead > 0 && ahead + size > binding().waitingBytesMax()) {
                return false;
            }
        } while (!waitingBytes.compareAndSet(ahead, ahead + size));
        return true;
    }

    private Connection started() {
        Connection connection = binding().connection().get();
        if (connection == null) {
            throw new ConnectionNotOpenException(name(), "it was not started", null);
        }
        return connection;
    }

    /** The last attempt has failed, and the next one comes by itself, later. */
    private static boolean isGivenUpForNow(Connection connection) {
        return switch (connection.state()) {
            case STOPPED, FAILED -> true;
            case WAITING -> connection.failure().isPresent();
            case IDLE, CONNECTING, OPEN -> false;
        };
    }

    private ConnectionNotOpenException notOpen(Connection connection, @Nullable Throwable failure) {
        Throwable cause = failure;
        if (cause == null || cause instanceof TimeoutException) {
            cause = connection.failure().orElse(null);
        }
        String state = "state " + connection.state().name().toLowerCase(Locale.ROOT);
        String late = failure instanceof TimeoutException ? ", and did not open in time" : "";
        String why = cause == null ? "" : ": " + Objects.toString(cause.getMessage(), "");
        return new ConnectionNotOpenException(name(), state + late + why, cause);
    }

    private static Throwable unwrapped(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }

    // ---- figures

    /** Figures of the exchanges of all sessions; empty when the connection exchanges nothing. */
    public Optional<ExchangeStats> exchangeStats() {
        ConnectionBinding known = source.get();
        return Optional.ofNullable(known == null ? null : known.exchanges()).map(Exchanges::stats);
    }

    /** How many exchanges were answered through this client. */
    public long replies() {
        return replies.sum();
    }

    /** How long those took together, from the call to the reply. */
    public long replyNanos() {
        return replyNanos.sum();
    }
}
