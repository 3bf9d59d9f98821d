package io.github.reactorboot.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Those who wait for the session of a connection. Bounded from the call on, so that callers fill
 * neither this list nor the inbox of the loop. Owned by the event loop, but for {@link #tryEnter}
 * and {@link #left}.
 */
final class SessionWaiters {

    static final int MOST = 4096;

    private final AtomicInteger count = new AtomicInteger();
    private List<CompletableFuture<Session>> waiting = new ArrayList<>();

    /** False when too many wait; whoever enters is completed, or leaves. Any thread. */
    boolean tryEnter() {
        if (count.incrementAndGet() <= MOST) {
            return true;
        }
        count.decrementAndGet();
        return false;
    }

    /** One that has entered is not waiting any more. Any thread. */
    void left() {
        count.decrementAndGet();
    }

    static RejectedExecutionException refusal(String connection) {
        return new RejectedExecutionException(
                "connection %s: %d callers wait for its session already"
                        .formatted(connection, MOST));
    }

    void add(CompletableFuture<Session> entered) {
        waiting.add(entered);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    void complete(Session session) {
        for (CompletableFuture<Session> each : takeAll()) {
            left();
            each.complete(session);
        }
    }

    void fail(Throwable cause) {
        for (CompletableFuture<Session> each : takeAll()) {
            left();
            each.completeExceptionally(cause);
        }
    }

    /** Whoever comes meanwhile waits for what is next. */
    private List<CompletableFuture<Session>> takeAll() {
        List<CompletableFuture<Session>> taken = waiting;
        waiting = new ArrayList<>();
        return taken;
    }
}
