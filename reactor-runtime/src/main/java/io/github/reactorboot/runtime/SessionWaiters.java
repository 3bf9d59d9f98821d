package io.github.reactorboot.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Those who wait for the session of a connection. Bounded from the call on, so that callers fill
 * neither this list nor the inbox of the loop. Owned by the event loop, but for {@link #tryEnter}.
 */
final class SessionWaiters {

    static final int MOST = 4096;

    private final AtomicInteger count = new AtomicInteger();
    private List<Waiter> waiting = new ArrayList<>();

    /** One who waits, from the call on. */
    final class Waiter {

        final CompletableFuture<Session> session = new CompletableFuture<>();
        private final AtomicBoolean counted = new AtomicBoolean(true);

        private Waiter() {}

        /** Any thread. */
        void complete(Session opened) {
            leave();
            session.complete(opened);
        }

        /** Any thread. */
        void fail(Throwable cause) {
            leave();
            session.completeExceptionally(cause);
        }

        private void leave() {
            if (counted.getAndSet(false)) {
                count.decrementAndGet();
            }
        }
    }

    /** Null when too many wait; whoever enters is added, completed or failed. Any thread. */
    @Nullable Waiter tryEnter() {
        if (count.incrementAndGet() <= MOST) {
            return new Waiter();
        }
        count.decrementAndGet();
        return null;
    }

    static RejectedExecutionException refusal(String connection) {
        return new RejectedExecutionException(
                "connection %s: %d callers wait for its session already"
                        .formatted(connection, MOST));
    }

    void add(Waiter entered) {
        if (waiting.size() >= 2 * MOST) {
            waiting.removeIf(each -> each.session.isDone());
        }
        waiting.add(entered);
        // Not before it is here: who has given up takes a place as long as the inbox holds it.
        var unused = entered.session.whenComplete((opened, failure) -> entered.leave());
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    void complete(Session session) {
        takeAll().forEach(each -> each.complete(session));
    }

    void fail(Throwable cause) {
        takeAll().forEach(each -> each.fail(cause));
    }

    /** Whoever comes meanwhile waits for what is next. */
    private List<Waiter> takeAll() {
        List<Waiter> taken = waiting;
        waiting = new ArrayList<>();
        return taken;
    }
}
