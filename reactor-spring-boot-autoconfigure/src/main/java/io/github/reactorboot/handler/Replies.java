package io.github.reactorboot.handler;

import io.github.reactorboot.codec.PayloadSink;
import io.github.reactorboot.runtime.PendingReply;
import io.github.reactorboot.runtime.Session;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Sends what methods return: at once, or when it is there. */
final class Replies {

    /** Encoding on an event loop uses one sink again and again. */
    private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

    private static final int KEPT_BYTES_MAX = 256 << 10;

    /** For methods whose result, or later result, is nothing. */
    static final Replies NONE =
            new Replies(
                    (value, sink) -> {
                        throw new IllegalStateException("no reply was announced");
                    },
                    true);

    private final ReplyEncoder encoder;

    /** Known at start, for to ask each result is dear: it searches all interfaces of its class. */
    private final boolean mayBeStage;

    Replies(ReplyEncoder encoder, boolean mayBeStage) {
        this.encoder = encoder;
        this.mayBeStage = mayBeStage;
    }

    /** Sends the result of a method; on the loop. */
    void send(Session session, @Nullable Object result) throws Exception {
        if (result == null) {
            return;
        }
        if (mayBeStage && result instanceof CompletionStage<?> stage) {
            sendLater(session, stage);
        } else {
            sendNow(session, result);
        }
    }

    /** Fulfils a promise with the result of a method; any thread. */
    void complete(PendingReply promise, @Nullable Object result) {
        if (mayBeStage && result instanceof CompletionStage<?> stage) {
            whenDone(promise, stage);
            return;
        }
        if (result == null) {
            promise.complete();
            return;
        }
        try (Scratch scratch = Scratch.borrow()) {
            promise.complete(encoder.encode(result, scratch.sink));
        } catch (Exception | StackOverflowError | LinkageError e) {
            promise.fail(e);
        }
    }

    private void sendNow(Session session, Object value) throws Exception {
        if (value instanceof ByteBuffer payload) {
            session.reply(payload);
            return;
        }
        try (Scratch scratch = Scratch.borrow()) {
            session.reply(encoder.encode(value, scratch.sink));
        }
    }

    private void sendLater(Session session, CompletionStage<?> stage) throws Exception {
        if (stage instanceof CompletableFuture<?> future
                && future.isDone()
                && !future.isCompletedExceptionally()) {
            Object value = future.join();
            if (value != null) {
                sendNow(session, value);
            }
            return;
        }
        whenDone(session.expectReply(), stage);
    }

    private void whenDone(PendingReply promise, CompletionStage<?> stage) {
        try {
            stage.whenComplete((value, failure) -> {
                if (failure != null) {
                    promise.fail(unwrap(failure));
                } else {
                    complete(promise, value);
                }
            });
        } catch (RuntimeException e) {
            promise.fail(e);
        }
    }

    static Throwable unwrap(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }

    /** A sink of the thread; a fresh one if a codec encodes while it encodes. */
    private static final class Scratch implements AutoCloseable {

        private PayloadSink sink = new PayloadSink();
        private boolean lent;

        static Scratch borrow() {
            Scratch scratch = SCRATCH.get();
            if (scratch.lent) {
                scratch = new Scratch();
            }
            scratch.lent = true;
            return scratch;
        }

        @Override
        public void close() {
            lent = false;
            if (sink.size() > KEPT_BYTES_MAX) {
                sink = new PayloadSink();
            } else {
                sink.clear();
            }
        }
    }
}
