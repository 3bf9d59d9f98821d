package io.github.reactorboot.runtime.exchange;

import io.github.reactorboot.runtime.ClosedSessionException;
import io.github.reactorboot.runtime.EventLoop;
import io.github.reactorboot.runtime.RefusableCommand;
import io.github.reactorboot.runtime.SendResult;
import io.github.reactorboot.runtime.TimerHandle;
import io.github.reactorboot.runtime.exchange.ExchangeRefusedException.Reason;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way to its reply. Made by any thread, owned by the event loop from {@link
 * #send} on.
 *
 * <p>The future can be completed from outside at any moment, so whoever ends a request first takes
 * it out of everything that holds it, and then completes the future if nobody has.
 *
 * @param <R> what the reply is read to
 */
final class PendingExchange<R extends @Nullable Object> implements RefusableCommand {

    private final SessionExchanges exchanges;
    private final @Nullable Object key;
    private final Duration timeout;
    private final CompletableFuture<R> reply = new CompletableFuture<>();
    private @Nullable ReplyReader<R> reader;

    /** A copy, on the way from another thread to the loop. */
    private @Nullable ByteBuffer request;

    private @Nullable TimerHandle timer;
    private boolean sent;

    /** Ended, for whatever reason. Written before the future is completed. */
    private volatile boolean over;

    PendingExchange(
            SessionExchanges exchanges,
            @Nullable Object key,
            Duration timeout,
            ReplyReader<R> reader) {
        this.exchanges = exchanges;
        this.key = key;
        this.timeout = timeout;
        this.reader = reader;
        // Cancelled, or completed by somebody else: that shows nowhere but in the future.
        var unused = reply.whenComplete((value, failure) -> completed());
    }

    CompletableFuture<R> reply() {
        return reply;
    }

    Object key() {
        return Objects.requireNonNull(key, "matching in order has no keys");
    }

    private ExchangeCounters counters() {
        return exchanges.counters();
    }

    private EventLoop loop() {
        return exchanges.session().loop();
    }

    // ---- to the loop

    /** Carries a copy of the request to the loop; the caller has made room for its bytes. */
    void hand(ByteBuffer payload) {
        ByteBuffer copy = ByteBuffer.allocate(payload.remaining());
        copy.put(0, payload, payload.position(), payload.remaining());
        request = copy;
        if (!loop().execute(this)) {
            exchanges.arrived(copy.remaining());
            request = null;
            if (exchanges.isClosed()) {
                refuseClosed();
            } else {
                refuse(Reason.COMMANDS_FULL, "the command queue of " + loop().name() + " is full");
            }
        }
    }

    @Override
    public void run() {
        ByteBuffer payload = Objects.requireNonNull(request, "handed over twice");
        request = null;
        exchanges.arrived(payload.remaining());
        send(payload);
    }

    @Override
    public void refuse() {
        ByteBuffer payload = request;
        request = null;
        if (payload != null) {
            exchanges.arrived(payload.remaining());
        }
        if (over) {
            leave();
        } else {
            refuseClosed();
        }
    }

    /** Sends the request and waits for its reply; on the loop. */
    void send(ByteBuffer payload) {
        if (over || reply.isDone()) {
            // Given up on its way: the peer never learns of it.
            if (!over) {
                counters().cancelled.increment();
            }
            end();
            leave();
            return;
        }
        if (exchanges.isEnded()) {
            refuseClosed();
        } else {
            sendNow(payload);
        }
    }

    private void sendNow(ByteBuffer payload) {
        SendResult result;
        try {
            if (!exchanges.outstanding().admits(this)) {
                refuse(Reason.KEY_IN_USE, "the key %s is in use".formatted(key));
                return;
            }
            result = exchanges.session().send(payload);
        } catch (Exception | StackOverflowError | LinkageError e) {
            refuseWith(e);
            return;
        } catch (Error e) {
            refuseWith(e);
            throw e;
        }
        switch (result) {
            case ACCEPTED -> {
                sent = true;
                exchanges.outstanding().add(this);
                timer = loop().schedule(timeout, this::timedOut);
            }
            case FULL -> refuse(Reason.OUTBOUND_FULL, "the outbound queue is full");
            case CLOSED -> refuseClosed();
        }
    }

    // ---- refused

    private void refuse(Reason reason, String message) {
        refuseWith(exchanges.refusal(reason, message));
    }

    private void refuseClosed() {
        refuseWith(ClosedSessionException.of(exchanges.session()));
    }

    private void refuseWith(Throwable why) {
        end();
        leave();
        fail(why, counters().refused);
    }

    // ---- the end, on the loop

    /**
     * The reply has come, and the request is not outstanding any more.
     *
     * @return false if nobody wants it
     */
    boolean answer(ByteBuffer frame) {
        ReplyReader<R> wanted = reader;
        boolean known = over;
        end();
        if (wanted == null || reply.isDone()) {
            counters().late.increment();
            if (!known) {
                counters().cancelled.increment();
            }
            return false;
        }
        R value;
        try {
            value = wanted.read(frame);
        } catch (Exception | StackOverflowError | LinkageError e) {
            fail(e, counters().replies);
            return true;
        } catch (Error e) {
            fail(e, counters().replies);
            throw e;
        }
        counters().replies.increment();
        if (!reply.complete(value)) {
            counters().replies.decrement();
            counters().cancelled.increment();
        }
        return true;
    }

    private void timedOut() {
        if (!over) {
            end();
            exchanges.outstanding().giveUp(this);
            fail(
                    new ExchangeTimeoutException(exchanges.session().name(), timeout),
                    counters().timeouts);
        }
    }

    /** The session has ended, and the request is not outstanding any more. */
    void sessionEnded() {
        leave();
        if (!over) {
            end();
            fail(ClosedSessionException.of(exchanges.session()), counters().closed);
        }
    }

    /** The future is done. If that was not our work, nobody waits for the reply. */
    private void completed() {
        if (over) {
            return;
        }
        if (loop().inEventLoop()) {
            giveUp();
        } else {
            // If the queue is full the timer, or the reply, finds out as well.
            loop().execute(this::giveUp);
        }
    }

    private void giveUp() {
        if (!over) {
            end();
            counters().cancelled.increment();
            if (sent) {
                exchanges.outstanding().giveUp(this);
            }
        }
    }

    private void end() {
        over = true;
        reader = null;
        TimerHandle armed = timer;
        timer = null;
        if (armed != null) {
            armed.cancel();
        }
    }

    /** Gives the place among those in flight to another request. */
    void leave() {
        exchanges.freePlace();
    }

    /** Counts before the future tells, so that whoever was told finds it counted. */
    private void fail(Throwable why, LongAdder counter) {
        counter.increment();
        if (!reply.completeExceptionally(why)) {
            counter.decrement();
            counters().cancelled.increment();
        }
    }
}
