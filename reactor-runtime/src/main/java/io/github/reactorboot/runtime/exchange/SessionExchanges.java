package io.github.reactorboot.runtime.exchange;

import io.github.reactorboot.runtime.ClosedSessionException;
import io.github.reactorboot.runtime.Session;
import io.github.reactorboot.runtime.SessionHandler;
import io.github.reactorboot.runtime.exchange.ExchangeRefusedException.Reason;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The exchanges of one session. Requests begin on any thread; the rest belongs to the event loop.
 */
final class SessionExchanges {

    private static final SessionHandler NONE = (session, frame) -> {};

    private final Session session;
    private final ExchangeSettings settings;
    private final ExchangeCounters counters;
    private final Outstanding outstanding;

    /** Requests in flight, with those on their way from other threads. */
    private final AtomicInteger places = new AtomicInteger();

    /** Bytes of requests on their way from other threads. */
    private final AtomicLong handedBytes = new AtomicLong();

    private SessionHandler delegate = NONE;
    private boolean ended;

    SessionExchanges(Session session, ExchangeSettings settings, ExchangeCounters counters) {
        this.session = session;
        this.settings = settings;
        this.counters = counters;
        this.outstanding = settings.matching().outstanding(counters, settings.maxInFlight());
    }

    /** The session opens; on the loop. */
    void open() throws Exception {
        delegate = settings.handlers().handlerFor(session);
        delegate.onOpen(session);
    }

    /** Any thread. */
    <R extends @Nullable Object> CompletableFuture<R> begin(
            ByteBuffer request, Duration timeout, ReplyReader<R> reader) {
        Object key;
        try {
            key = settings.matching().keyOf(request);
        } catch (Exception | StackOverflowError | LinkageError e) {
            return refused(e);
        }
        if (!session.isOpen()) {
            return refused(ClosedSessionException.of(session));
        }
        if (!takePlace()) {
            return refused(
                    refusal(
                            Reason.IN_FLIGHT_FULL,
                            "%d requests are in flight".formatted(settings.maxInFlight())));
        }
        boolean onLoop = session.loop().inEventLoop();
        if (!onLoop && !handing(request.remaining())) {
            freePlace();
            return refused(
                    refusal(Reason.OUTBOUND_FULL, "too many bytes of requests are on their way"));
        }
        PendingExchange<R> pending = new PendingExchange<>(this, key, timeout, reader);
        if (onLoop) {
            pending.send(request);
        } else {
            pending.hand(request);
        }
        return pending.reply();
    }

    private <R extends @Nullable Object> CompletableFuture<R> refused(Throwable why) {
        counters.refused.increment();
        return CompletableFuture.failedFuture(why);
    }

    ExchangeRefusedException refusal(Reason reason, String message) {
        return new ExchangeRefusedException(
                reason, "session %s: request refused: %s".formatted(session.name(), message));
    }

    /** The session has ended; on the loop. No request is left when this returns. */
    void end() {
        ended = true;
        for (PendingExchange<?> left : outstanding.clear()) {
            left.sessionEnded();
        }
    }

    // ---- bounds, any thread

    private boolean takePlace() {
        int taken;
        do {
            taken = places.get();
            if (taken >= settings.maxInFlight()) {
                return false;
            }
        } while (!places.compareAndSet(taken, taken + 1));
        counters.inFlight.increment();
        return true;
    }

    void freePlace() {
        places.decrementAndGet();
        counters.inFlight.decrement();
    }

    /** One request may always go: whether it fits is for the session to say. */
    private boolean handing(int bytes) {
        long ahead;
        do {
            ahead = handedBytes.get();
            if (ahead > 0 && ahead + bytes > settings.maxHandedBytes()) {
                return false;
            }
        } while (!handedBytes.compareAndSet(ahead, ahead + bytes));
        return true;
    }

    void arrived(int bytes) {
        handedBytes.addAndGet(-bytes);
    }

    // ---- for the parts

    Session session() {
        return session;
    }

    SessionHandler delegate() {
        return delegate;
    }

    ExchangeCounters counters() {
        return counters;
    }

    Outstanding outstanding() {
        return outstanding;
    }

    boolean isEnded() {
        return ended;
    }

    /** Whether the session, or its loop, is at its end. Any thread. */
    boolean isClosed() {
        return !session.isOpen()
                || switch (session.loop().state()) {
                    case ENDING, ENDED, FAILED -> true;
                    case NEW, RUNNING, STALLED -> false;
                };
    }
}
