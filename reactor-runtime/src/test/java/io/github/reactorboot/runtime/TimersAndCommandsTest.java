package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Work that is sent to a loop or a session, now or later. */
class TimersAndCommandsTest {

    private final List<String> ran = new ArrayList<>();

    @Test
    @Tag("I1")
    @Tag("I2")
    void timersRunOnceAtTheirTimeInTheirOrder() {
        try (Embedded embedded = Embedded.lines(new RecordingHandler())) {
            EventLoop loop = embedded.loop();
            loop.schedule(Duration.ofMillis(30), () -> ran.add("30"));
            loop.schedule(Duration.ofMillis(10), () -> ran.add("10"));
            loop.schedule(Duration.ofMillis(10), () -> ran.add("10 again"));
            loop.schedule(Duration.ZERO, () -> ran.add("0"));
            loop.schedule(Duration.ofMillis(-5), () -> ran.add("past"));
            embedded.settle();
            assertThat(ran).containsExactlyInAnyOrder("0", "past");
            embedded.advance(Duration.ofNanos(9_999_999));
            assertThat(ran).hasSize(2);
            embedded.advance(Duration.ofNanos(1));
            assertThat(ran).hasSize(4).endsWith("10", "10 again");
            embedded.advance(Duration.ofSeconds(100));
            assertThat(ran).hasSize(5).endsWith("30");
            assertThat(embedded.loop().stats().timersArmed()).isZero();
        }
    }

    @Test
    @Tag("I3")
    void cancelledTimersDoNotRunAndHoldNothing() {
        try (Embedded embedded = Embedded.lines(new RecordingHandler())) {
            TimerHandle once = embedded.loop().schedule(Duration.ofMillis(5), () -> ran.add("x"));
            TimerHandle[] own = new TimerHandle[1];
            own[0] =
                    embedded.loop()
                            .scheduleWithFixedDelay(
                                    Duration.ofMillis(10),
                                    () -> {
                                        ran.add("tick");
                                        if (ran.size() == 3) {
                                            own[0].cancel();
                                        }
                                    });
            once.cancel();
            once.cancel();
            for (int i = 0; i < 10; i++) {
                embedded.advance(Duration.ofMillis(10));
            }
            assertThat(ran).containsExactly("tick", "tick", "tick");
            assertThat(embedded.loop().stats().timersArmed()).isZero();
        }
    }

    @Test
    @Tag("I3")
    void aFixedDelayIsCountedFromTheEndOfTheLastRun() {
        try (Embedded embedded = Embedded.lines(new RecordingHandler())) {
            embedded.loop().scheduleWithFixedDelay(Duration.ofMillis(10), () -> ran.add("tick"));
            embedded.advance(Duration.ofMillis(500));
            assertThat(ran).as("no bunch of late runs").hasSize(1);
            embedded.advance(Duration.ofMillis(10));
            assertThat(ran).hasSize(2);
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> embedded.loop().scheduleWithFixedDelay(Duration.ZERO, () -> {}));
        }
    }

    @Test
    @Tag("A9")
    void aTaskThatThrowsIsFollowedByTheNext() {
        try (Embedded embedded = Embedded.lines(new RecordingHandler())) {
            Runnable thrower =
                    () -> {
                        ran.add("thrown");
                        throw new IllegalStateException("thrown by a test");
                    };
            embedded.loop().execute(thrower);
            embedded.loop().execute(() -> ran.add("next"));
            embedded.loop().scheduleWithFixedDelay(Duration.ofMillis(1), thrower);
            embedded.settle();
            embedded.advance(Duration.ofMillis(1));
            embedded.advance(Duration.ofMillis(1));
            assertThat(ran).containsExactly("thrown", "next", "thrown", "thrown");
        }
    }

    @Test
    @Tag("I3")
    void timersOfASessionEndWithIt() {
        try (Embedded embedded = Embedded.lines(new RecordingHandler())) {
            embedded.connect();
            Session session = embedded.session();
            int before = embedded.loop().stats().timersArmed();
            session.schedule(Duration.ofSeconds(1), () -> ran.add("in time"));
            session.schedule(Duration.ofSeconds(5), () -> ran.add("too late"));
            session.schedule(Duration.ofSeconds(1), () -> ran.add("cancelled")).cancel();
            embedded.advance(Duration.ofSeconds(2));
            assertThat(embedded.loop().stats().timersArmed()).isEqualTo(before + 1);
            session.abort();
            embedded.settle();
            assertThat(embedded.loop().stats().timersArmed()).isZero();
            session.schedule(Duration.ZERO, () -> ran.add("afterwards"));
            session.execute(() -> ran.add("afterwards"));
            embedded.advance(Duration.ofSeconds(10));
            assertThat(ran).containsExactly("in time");
        }
    }

    @Test
    @Tag("I3")
    void timersOfASessionMayBeSetAndCancelledByOtherThreads() throws Exception {
        try (Live live = Live.start()) {
            RecordingHandler handler = new RecordingHandler();
            Listener listener = live.listen(handler);
            live.connect(listener);
            Session session = Await.next(handler.opened);
            CountDownLatch done = new CountDownLatch(1_000);
            for (int i = 0; i < 1_000; i++) {
                session.schedule(Duration.ofSeconds(100), done::countDown).cancel();
                session.schedule(Duration.ofNanos(i), done::countDown);
            }
            Await.latch(done);
            // Behind all that was asked of the loop before.
            Await.result(listener.stop());
            live.awaitTurns();
            assertThat(live.loop().stats().timersArmed())
                    .as("those of the idle timeout and of awaitTurns")
                    .isLessThanOrEqualTo(2);
        }
    }

    @Test
    @Tag("H1")
    @Tag("H2")
    void commandsAreAnsweredOnTheLoopInOrder() throws Exception {
        try (Live live = Live.start()) {
            RecordingHandler handler =
                    new RecordingHandler().command((session, command) -> "re: " + command);
            live.connect(live.listen(handler));
            Session session = Await.next(handler.opened);
            List<CompletionStage<Object>> answers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                answers.add(session.command(i));
            }
            for (int i = 0; i < 100; i++) {
                assertThat(Await.result(answers.get(i))).isEqualTo("re: " + i);
            }
            assertThat(handler.threads).hasSize(1);
        }
    }

    @Test
    @Tag("H2")
    @Tag("H8")
    void aCommandFailsWithWhatTheHandlerThrewAndTheSessionStays() throws Exception {
        try (Live live = Live.start()) {
            IOException failure = new IOException("thrown by a test");
            RecordingHandler handler =
                    new RecordingHandler()
                            .command((session, command) -> {
                                throw failure;
                            });
            live.connect(live.listen(handler));
            Session session = Await.next(handler.opened);
            assertThat(Await.failure(session.command("x"))).isSameAs(failure);
            assertThat(session.isOpen()).isTrue();
            live.connect(live.listen(Live.lines("plain", (s, frame) -> {})));
            Await.next(live.observer.opened);
            Session plain = Await.next(live.observer.opened);
            assertThat(Await.failure(plain.command("x")))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("plain-1");
        }
    }

    @Test
    @Tag("H2")
    @Tag("G9")
    @Tag("fault-F27")
    void aCommandToAClosedSessionFails() throws Exception {
        try (Live live = Live.start()) {
            RecordingHandler handler = new RecordingHandler();
            Listener listener = live.listen(handler);
            live.connect(listener);
            Session session = Await.next(handler.opened);
            session.abort();
            Await.next(handler.closed);
            live.connect(listener);
            Await.next(handler.opened);
            assertThat(Await.failure(session.command("x")))
                    .isInstanceOf(ClosedSessionException.class)
                    .hasMessage("session main-1 is closed: local_abort");
            assertThat(session.send("x")).isEqualTo(SendResult.CLOSED);
            assertThat(listener.stats().sendsRefused()).isEqualTo(1);
            assertThat(handler.events).noneMatch(event -> event.startsWith("command"));
        }
    }

    @Test
    @Tag("H7")
    @Tag("fault-F26")
    void aFullQueueRefusesAtOnceAndNothingHangs() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (Live live = Live.start(builder -> builder.commandQueueCapacity(8))) {
            RecordingHandler handler = new RecordingHandler();
            TestClient client = live.connect(live.listen(handler));
            Session session = Await.next(handler.opened);
            live.loop()
                    .execute(() -> {
                        held.countDown();
                        Await.latch(release);
                    });
            Await.latch(held);
            CountDownLatch ran8 = new CountDownLatch(8);
            for (int i = 0; i < 8; i++) {
                assertThat(live.loop().execute(ran8::countDown)).isTrue();
            }
            assertThat(live.loop().execute(() -> {})).isFalse();
            assertThat(session.execute(() -> {})).isFalse();
            assertThat(session.send("x")).isEqualTo(SendResult.FULL);
            assertThat(session.unsentBytes()).isZero();
            assertThat(Await.failure(session.command("x")))
                    .isInstanceOf(RejectedExecutionException.class);
            assertThatThrownBy(() -> session.schedule(Duration.ZERO, () -> {}))
                    .isInstanceOf(RejectedExecutionException.class);
            assertThat(live.loop().stats().commandsPending()).isEqualTo(8);
            assertThat(live.loop().stats().commandsRefused()).isEqualTo(5);
            session.close();
            release.countDown();
            Await.latch(ran8);
            assertThat(client.readToEnd()).as("the runtime's own are not refused").isEmpty();
        }
    }

    @Test
    @Tag("H6")
    @Tag("K7")
    void commandsQueuedBehindTheEndFailAndLaterOnesToo() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        RecordingHandler handler = new RecordingHandler();
        Live live = Live.start();
        live.connect(live.listen(handler));
        Session session = Await.next(handler.opened);
        live.loop()
                .execute(() -> {
                    held.countDown();
                    Await.latch(release);
                });
        Await.latch(held);
        List<CompletionStage<Object>> answers = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            answers.add(session.command(i));
        }
        live.reactor.close(Duration.ofMillis(1));
        release.countDown();
        int failed = 0;
        for (CompletionStage<Object> answer : answers) {
            CompletableFuture<Object> settled = answer.toCompletableFuture();
            failed += Await.result(settled.handle((value, e) -> e == null ? 0 : 1));
        }
        assertThat(failed).as("more than one turn can run").isPositive();
        Await.next(handler.closed);
        assertThat(Await.failure(session.command("late")))
                .isInstanceOf(ClosedSessionException.class);
        assertThat(live.loop().execute(() -> {})).isFalse();
        assertThatThrownBy(() -> live.loop().schedule(Duration.ZERO, () -> {}))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessageContaining("has ended");
    }

    @Test
    @Tag("A2")
    void runOnceTellsHowMuchWasDoneAndKeepsToOneThread() throws Exception {
        try (Embedded embedded = Embedded.lines(new RecordingHandler())) {
            embedded.settle();
            assertThat(embedded.turn()).isZero();
            embedded.loop().execute(() -> ran.add("x"));
            assertThat(embedded.turn()).isEqualTo(1);
            CompletableFuture<Integer> elsewhere =
                    CompletableFuture.supplyAsync(() -> embedded.loop().runOnce(0));
            assertThat(Await.failure(elsewhere))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(Thread.currentThread().getName());
        }
    }
}
