package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Commands to sessions: from everywhere, typed, and after a delay. */
class SessionCommandTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    @Tag("H5")
    void aSessionCommandsItselfAndSessionsOfOtherLoopsAndReactors() throws Exception {
        LinkedBlockingQueue<CompletionStage<Object>> answers = new LinkedBlockingQueue<>();
        LinkedBlockingQueue<Session> targets = new LinkedBlockingQueue<>();
        RecordingHandler handler =
                new RecordingHandler()
                        .message((session, frame) -> {
                            for (Session target : targets) {
                                answers.add(target.command("from " + session.loop()));
                            }
                        })
                        .command((session, command) -> {
                            assertThat(session.loop().inEventLoop()).isTrue();
                            return session.loop().name() + " " + command;
                        });
        try (Live here = Live.start(2);
                Live there = Live.start(builder -> builder.loops(1))) {
            Listener listener = here.listen(handler);
            TestClient client = here.connect(listener);
            Session itself = Await.next(handler.opened);
            here.connect(listener);
            Session otherLoop = Await.next(handler.opened);
            there.connect(there.listen(handler));
            Session otherReactor = Await.next(handler.opened);
            assertThat(itself.loop()).isNotSameAs(otherLoop.loop());
            targets.addAll(List.of(itself, otherLoop, otherReactor));
            client.send("go\n");
            for (Session target : targets) {
                assertThat(Await.result(Await.next(answers)))
                        .isEqualTo(target.loop().name() + " from " + itself.loop());
            }
        }
    }

    @Test
    @Tag("H4")
    @Tag("H5")
    void commandsBetweenLoopsKeepTheirOrder() throws Exception {
        List<Object> got = new ArrayList<>();
        CompletableFuture<Void> last = new CompletableFuture<>();
        LinkedBlockingQueue<Session> target = new LinkedBlockingQueue<>();
        RecordingHandler handler =
                new RecordingHandler()
                        .message((session, frame) -> {
                            for (int i = 0; i < 1_000; i++) {
                                target.element().command(i);
                            }
                        })
                        .command((session, command) -> {
                            got.add(command);
                            if (got.size() == 3_000) {
                                last.complete(null);
                            }
                            return null;
                        });
        try (Live live = Live.start(2)) {
            Listener listener = live.listen(handler);
            TestClient client = live.connect(listener);
            Await.next(handler.opened);
            live.connect(listener);
            target.add(Await.next(handler.opened));
            client.send("1\n2\n3\n");
            Await.result(last);
            for (int i = 0; i < 3_000; i++) {
                assertThat(got.get(i)).isEqualTo(i % 1_000);
            }
        }
    }

    @Test
    @Tag("H1")
    @Tag("H3")
    void aTypedAnswerIsCheckedAndArgumentsToo() {
        RecordingHandler handler =
                new RecordingHandler()
                        .command((session, command) -> command.equals("null") ? null : command);
        try (Embedded embedded = Embedded.lines(handler)) {
            embedded.connect();
            Session session = embedded.session();
            CompletionStage<String> text = session.command("text", String.class);
            CompletionStage<String> nothing = session.command("null", String.class);
            CompletionStage<Integer> wrong = session.command("text", Integer.class);
            embedded.settle();
            assertThat(Await.result(text)).isEqualTo("text");
            assertThat(Await.result(nothing)).isNull();
            assertThat(Await.failure(wrong))
                    .isInstanceOf(ClassCastException.class)
                    .hasMessage(
                            "session main-1 answered java.lang.String with java.lang.String,"
                                    + " which is no java.lang.Integer");
            assertThatThrownBy(() -> session.command(null))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("command");
            assertThatThrownBy(() -> session.scheduleWithFixedDelay(Duration.ZERO, () -> {}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("delay must be positive, was PT0S");
            assertThatThrownBy(() -> session.scheduleAtFixedRate(SECOND.negated(), () -> {}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("period must be positive, was PT-1S");
        }
    }

    @Test
    @Tag("H1")
    @Tag("I6")
    void aDeferredCommandComesAfterItsDelay() {
        try (Embedded embedded = Embedded.lines(new RecordingHandler())) {
            embedded.connect();
            CompletableFuture<Object> answer =
                    embedded.session().command("x", SECOND).toCompletableFuture();
            embedded.advance(SECOND.minusNanos(1));
            assertThat(answer).isNotDone();
            embedded.advance(Duration.ofNanos(1));
            assertThat(answer).isCompletedWithValue("x");
        }
    }

    @Test
    @Tag("H2")
    @Tag("I6")
    void aDeferredCommandFailsAtOnceWhenTheSessionEnds() {
        try (Embedded embedded = Embedded.lines(new RecordingHandler())) {
            embedded.connect();
            Session session = embedded.session();
            List<CompletionStage<Object>> answers = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                answers.add(session.command(i, SECOND));
            }
            session.abort();
            embedded.settle();
            answers.add(session.command("late", SECOND));
            embedded.settle();
            assertThat(answers)
                    .allSatisfy(answer ->
                            assertThat(Await.failure(answer))
                                    .isInstanceOf(ClosedSessionException.class)
                                    .hasMessage("session main-1 is closed: local_abort"));
            assertThat(embedded.loop().stats().timersArmed()).isZero();
            assertThat(embedded.handler.events).noneMatch(event -> event.startsWith("command"));
        }
    }

    @Test
    @Tag("H6")
    @Tag("I6")
    void deferredCommandsFailWhenTheReactorEnds() {
        Embedded embedded = Embedded.lines(new RecordingHandler());
        embedded.connect();
        Session session = embedded.session();
        CompletionStage<Object> armed = session.command("armed", SECOND);
        embedded.settle();
        CompletionStage<Object> queued = queuedByAnotherThread(session);
        embedded.close();
        CompletionStage<Object> late = session.command("late", SECOND);
        assertThat(List.of(armed, queued, late))
                .allSatisfy(answer ->
                        assertThat(Await.failure(answer))
                                .isInstanceOf(ClosedSessionException.class)
                                .hasMessage("session main-1 is closed: shutdown"));
    }

    private static CompletionStage<Object> queuedByAnotherThread(Session session) {
        return Await.result(NewThread.call(() -> session.command("x", SECOND)))
                .thenApply(answer -> answer);
    }

    @Test
    @Tag("I3")
    @Tag("I6")
    void cancellingADeferredCommandCancelsItsTimer() {
        try (Embedded embedded = Embedded.lines(new RecordingHandler())) {
            embedded.connect();
            int before = embedded.loop().stats().timersArmed();
            CompletableFuture<Object> answer =
                    embedded.session().command("x", SECOND).toCompletableFuture();
            embedded.settle();
            assertThat(embedded.loop().stats().timersArmed()).isEqualTo(before + 1);
            answer.cancel(false);
            embedded.settle();
            assertThat(embedded.loop().stats().timersArmed()).isEqualTo(before);
            embedded.advance(SECOND);
            assertThat(embedded.handler.events).doesNotContain("command:x");
        }
    }

    @Test
    @Tag("H7")
    void aFullQueueRefusesADeferredCommandToo() throws Exception {
        try (Embedded embedded =
                Embedded.with(
                        new RecordingHandler(),
                        builder -> builder.commandQueueCapacity(2),
                        config -> config)) {
            embedded.connect();
            Session session = embedded.session();
            CompletableFuture<CompletionStage<Object>> elsewhere =
                    NewThread.call(() -> {
                        session.execute(() -> {});
                        session.execute(() -> {});
                        return session.command("x", SECOND);
                    });
            CompletionStage<Object> refused = elsewhere.get();
            assertThat(Await.failure(refused))
                    .isInstanceOf(RejectedExecutionException.class)
                    .hasMessage("event loop scripted-0: command queue is full");
        }
    }
}
