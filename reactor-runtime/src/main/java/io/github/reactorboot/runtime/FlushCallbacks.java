package io.github.reactorboot.runtime;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who wants to know when which byte of a session was taken by the kernel. Owned by the event loop.
 */
final class FlushCallbacks {

    private static final Logger log = LoggerFactory.getLogger(FlushCallbacks.class);

    private record Waiting(long lastByte, FlushCallback callback) {}

    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();

    /** What the kernel took since there are callbacks. */
    private long taken;

    /** To be called when so many bytes, those that wait now, are taken. */
    void add(long bytes, FlushCallback callback) {
        waiting.add(new Waiting(taken + bytes, callback));
    }

    void taken(long bytes) {
        taken += bytes;
    }

    /** Calls those whose bytes were taken. */
    void tell(Session session) {
        for (Waiting next = waiting.peek();
                next != null && next.lastByte() <= taken;
                next = waiting.peek()) {
            waiting.remove();
            call(session, next.callback(), null);
        }
    }

    void failAll(Session session, Throwable failure) {
        for (Waiting next = waiting.poll(); next != null; next = waiting.poll()) {
            call(session, next.callback(), failure);
        }
    }

    static void call(Session session, FlushCallback callback, @Nullable Throwable failure) {
        try {
            callback.onFlushed(session, failure);
        } catch (Exception | StackOverflowError | LinkageError e) {
            log.error("Session {}: a flush callback threw", session.name(), e);
        }
        if (session.loop().inEventLoop()) {
            session.loop().clearInterrupt();
        }
    }
}
