package io.github.reactorboot.runtime;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** A command on its way to the handler of a session, and the promise of its answer. */
final class SentCommand implements RefusableCommand {

    private final LoopSession session;
    private final Object command;
    private final CompletableFuture<@Nullable Object> answer = new CompletableFuture<>();

    private SentCommand(LoopSession session, Object command) {
        this.session = session;
        this.command = Objects.requireNonNull(command, "command");
    }

    /** Sends it now; any thread. */
    static CompletionStage<@Nullable Object> send(LoopSession session, Object command) {
        SentCommand sent = new SentCommand(session, command);
        if (!session.loop().execute(sent)) {
            sent.refuse();
        }
        return sent.answer;
    }

    /** Sends it after a delay; any thread. To cancel the answer is to cancel the timer. */
    static CompletionStage<@Nullable Object> send(
            LoopSession session, Object command, Duration delay) {
        SentCommand sent = new SentCommand(session, command);
        CompletionStage<@Nullable Object> promised = sent.answer;
        try {
            TimerHandle timer = SessionTimer.start(session, delay, 0, sent);
            promised.whenComplete((value, failure) -> timer.cancel());
        } catch (RejectedExecutionException e) {
            sent.refuse();
        }
        return promised;
    }

    @Override
    public void run() {
        if (answer.isDone()) {
            // Cancelled.
            return;
        }
        if (session.isClosed()) {
            refuse();
            return;
        }
        try {
            answer.complete(session.handler().onCommand(session, command));
        } catch (Exception | StackOverflowError | LinkageError e) {
            answer.completeExceptionally(e);
        } catch (Error e) {
            answer.completeExceptionally(e);
            throw e;
        }
    }

    @Override
    public void refuse() {
        boolean gone = session.isClosed() || session.loop().isOver();
        answer.completeExceptionally(gone ? session.closedException() : session.loop().refusal());
    }
}
