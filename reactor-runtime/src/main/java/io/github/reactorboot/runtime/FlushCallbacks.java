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

    void add(long lastByte, FlushCallback callback) {
        waiting.add(new Waiting(lastByte, callback));
    }

    void flushedUpTo(Session session, long lastByte) {
        for (Waiting next = waiting.peek();
                next != null && next.lastByte() <= lastByte;
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
