package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Endpoints that begin and end after a delay. */
@Tag("I6")
class DeferredTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration JUST_BEFORE = SECOND.minusNanos(1);
    private static final Duration NANO = Duration.ofNanos(1);

    private static ListenerConfig later(String name) {
        return Live.lines(name, new RecordingHandler()).build();
    }

    @Test
    void aListenerIsBoundAndStoppedAfterDelays() {
        try (Embedded embedded = Embedded.lines(new RecordingHandler())) {
            CompletableFuture<Listener> listening =
                    embedded.reactor.listen(later("later"), SECOND).toCompletableFuture();
            embedded.advance(JUST_BEFORE);
            assertThat(listening).isNotDone();
            assertThat(embedded.reactor.listener("later")).isEmpty();
            embedded.advance(NANO);
            Listener listener = Await.result(listening);
            assertThat(listener.state()).isEqualTo(ListenerState.ACCEPTING);

            CompletableFuture<Void> stopping = listener.stop(SECOND).toCompletableFuture();
            embedded.advance(JUST_BEFORE);
            assertThat(listener.state()).isEqualTo(ListenerState.ACCEPTING);
            embedded.advance(NANO);
            assertThat(stopping).isCompleted();
            assertThat(listener.state()).isEqualTo(ListenerState.STOPPED);
        }
    }

    @Test
    void aSessionIsClosedAfterADelayUnlessThatIsCancelled() {
        try (Embedded embedded = Embedded.lines(new RecordingHandler())) {
            ScriptedPeer stays = embedded.connect();
            TimerHandle cancelled = embedded.session().close(SECOND);
            ScriptedPeer goes = embedded.connect();
            TimerHandle closing = embedded.session().close(SECOND);
            embedded.settle();
            cancelled.cancel();
            embedded.advance(JUST_BEFORE);
            assertThat(goes.gotFin()).isFalse();
            assertThat(closing.isActive()).isTrue();
            embedded.advance(NANO);
            assertThat(goes.gotFin()).isTrue();
            assertThat(closing.isActive()).isFalse();
            assertThat(stays.gotFin()).isFalse();
        }
    }

    @Test
    void whatCannotBeDoneIsToldWhenItsTimeHasCome() {
        try (Embedded embedded = Embedded.lines(new RecordingHandler())) {
            CompletionStage<Listener> taken = embedded.reactor.listen(later("main"), SECOND);
            embedded.advance(SECOND);
            assertThat(Await.failure(taken))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("reactor scripted has a listener named main");
        }
    }

    @Test
    void theReactorEndsFirst() {
        Embedded embedded = Embedded.lines(new RecordingHandler());
        CompletionStage<Listener> listening = embedded.reactor.listen(later("later"), SECOND);
        CompletionStage<Void> stopping = embedded.listener.stop(SECOND);
        embedded.settle();
        // One that is still in the queue of commands.
        CompletionStage<Listener> queued =
                Await.result(NewThread.call(() -> embedded.reactor.listen(later("queued"), SECOND)))
                        .thenApply(listener -> listener);
        embedded.close();
        for (CompletionStage<?> each : new CompletionStage<?>[] {listening, stopping, queued}) {
            assertThat(Await.failure(each))
                    .isInstanceOf(RejectedExecutionException.class)
                    .hasMessage("event loop scripted-0 has ended");
        }
        assertThat(Await.failure(embedded.reactor.listen(later("late"), SECOND)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("reactor scripted is not running");
    }

    @Test
    void cancellingTheFutureCancelsTheTimer() {
        try (Embedded embedded = Embedded.lines(new RecordingHandler())) {
            CompletableFuture<Listener> listening =
                    embedded.reactor.listen(later("later"), SECOND).toCompletableFuture();
            embedded.settle();
            assertThat(embedded.loop().stats().timersArmed()).isEqualTo(1);
            listening.cancel(false);
            embedded.settle();
            assertThat(embedded.loop().stats().timersArmed()).isZero();
            embedded.advance(SECOND);
            assertThat(embedded.reactor.listener("later")).isEmpty();
        }
    }

    @Test
    void aListenerOfARunningReactorIsBoundLater() throws Exception {
        try (Live live = Live.start(2)) {
            RecordingHandler handler = RecordingHandler.echo();
            Listener listener =
                    Await.result(
                            live.reactor.listen(
                                    Live.lines("later", handler).build(), Duration.ofMillis(5)));
            TestClient client = live.connect(listener);
            client.send("hello\n");
            assertThat(client.readLine()).isEqualTo("hello");
        }
    }
}
