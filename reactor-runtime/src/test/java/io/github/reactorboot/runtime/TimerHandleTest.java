package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Timers of loops and sessions under a manual clock: when they run, and how they end. */
class TimerHandleTest {

    private static final Duration MILLI = Duration.ofMillis(1);
    private static final Duration TEN = Duration.ofMillis(10);

    private final Embedded embedded = Embedded.lines(new RecordingHandler());
    private final EventLoop loop = embedded.loop();
    private final long beganNanos = embedded.clock.nanoTime();

    /** When the task ran, in milliseconds from the begin. */
    private final List<Long> ran = new ArrayList<>();

    @AfterEach
    void end() {
        embedded.close();
    }

    private void note() {
        ran.add((embedded.clock.nanoTime() - beganNanos) / 1_000_000);
    }

    private void pass(int millis) {
        for (int i = 0; i < millis; i++) {
            embedded.advance(MILLI);
        }
    }

    private int armed() {
        embedded.settle();
        return loop.stats().timersArmed();
    }

    @Test
    @Tag("I1")
    @Tag("I4")
    @Tag("I7")
    void theLoopWaitsToTheNanosecondAndATimerIsNeverEarly() {
        loop.schedule(Duration.ofNanos(1_234_567), this::note);
        embedded.settle();
        loop.runOnce(Long.MAX_VALUE);
        assertThat(embedded.engine.lastTimeout()).isEqualTo(1_234_567);
        embedded.clock.advance(Duration.ofNanos(1_234_566));
        loop.runOnce(Long.MAX_VALUE);
        assertThat(ran).isEmpty();
        loop.runOnce(Long.MAX_VALUE);
        assertThat(embedded.engine.lastTimeout()).isEqualTo(1);
        embedded.clock.advance(Duration.ofNanos(1));
        loop.runOnce(Long.MAX_VALUE);
        assertThat(ran).as("due with the first turn that sees its time").containsExactly(1L);
    }

    @Test
    @Tag("I1")
    void theDelayCountsFromTheCallAndNotFromTheBeginOfTheTurn() {
        loop.execute(() -> {
            embedded.clock.advance(TEN);
            loop.schedule(MILLI, this::note);
        });
        embedded.settle();
        assertThat(ran).isEmpty();
        embedded.advance(MILLI);
        assertThat(ran).containsExactly(11L);
    }

    @Test
    @Tag("I1")
    void veryLongDelaysAreForEverAndNegativeOnesNow() {
        TimerHandle never = loop.schedule(Duration.ofSeconds(Long.MAX_VALUE), this::note);
        loop.schedule(Duration.ofSeconds(Long.MIN_VALUE), this::note);
        embedded.settle();
        assertThat(ran).containsExactly(0L);
        embedded.advance(Duration.ofDays(36_500));
        assertThat(ran).hasSize(1);
        assertThat(never.isActive()).isTrue();
        never.cancel();
    }

    @Test
    @Tag("I3")
    void aHandleTellsWhetherTheTaskIsStillToRun() {
        List<Boolean> within = new ArrayList<>();
        TimerHandle[] own = new TimerHandle[1];
        own[0] = loop.schedule(TEN, () -> within.add(own[0].isActive()));
        assertThat(own[0].isActive()).isTrue();
        pass(10);
        assertThat(within).containsExactly(false);
        assertThat(own[0].isActive()).isFalse();
        TimerHandle cancelled = loop.schedule(TEN, this::note);
        cancelled.cancel();
        assertThat(cancelled.isActive()).isFalse();
    }

    @Test
    @Tag("I3")
    void timersThatWaitWhenTheLoopEndsAreNotActiveAfterwards() {
        TimerHandle once = loop.schedule(TEN, this::note);
        TimerHandle periodic = loop.scheduleAtFixedRate(TEN, this::note);
        embedded.settle();
        embedded.close();
        assertThat(once.isActive()).isFalse();
        assertThat(periodic.isActive()).isFalse();
        assertThat(ran).isEmpty();
    }

    @Test
    @Tag("I3")
    void aFixedDelayIsCountedFromTheEndOfARunAlsoOfALongOne() {
        TimerHandle ticking =
                loop.scheduleWithFixedDelay(
                        TEN,
                        () -> {
                            note();
                            embedded.clock.advance(Duration.ofMillis(5));
                        });
        while (ran.size() < 3) {
            embedded.advance(MILLI);
        }
        assertThat(ran).containsExactly(10L, 25L, 40L);
        ticking.cancel();
    }

    @Test
    @Tag("I3")
    void aFixedRateStaysInStepAndLeavesOutWhatWasMissed() {
        TimerHandle ticking = loop.scheduleAtFixedRate(TEN, this::note);
        pass(20);
        embedded.advance(Duration.ofMillis(37));
        pass(13);
        assertThat(ran).as("35 ms late is one run").containsExactly(10L, 20L, 57L, 60L, 70L);
        ticking.cancel();
        pass(30);
        assertThat(ran).hasSize(5);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> loop.scheduleAtFixedRate(Duration.ZERO, () -> {}))
                .withMessage("period must be positive, was PT0S");
    }

    @Test
    @Tag("I3")
    void aRunThatTakesLongerThanItsPeriodDoesNotPileUp() {
        TimerHandle ticking =
                loop.scheduleAtFixedRate(
                        TEN,
                        () -> {
                            note();
                            embedded.clock.advance(Duration.ofMillis(25));
                        });
        pass(10);
        assertThat(ran).containsExactly(10L);
        pass(5);
        assertThat(ran).containsExactly(10L, 40L);
        ticking.cancel();
    }

    @Test
    @Tag("I3")
    void aTaskMayArmItselfAgainAndCancelItself() {
        Runnable[] again = new Runnable[1];
        again[0] =
                () -> {
                    note();
                    if (ran.size() < 3) {
                        loop.schedule(TEN, again[0]);
                    }
                };
        loop.schedule(TEN, again[0]);
        pass(50);
        assertThat(ran).containsExactly(10L, 20L, 30L);
        assertThat(armed()).isZero();
    }

    @Test
    @Tag("A9")
    @Tag("I3")
    void aPeriodicTaskThatThrowsGoesOn() {
        TimerHandle ticking =
                loop.scheduleAtFixedRate(
                        TEN,
                        () -> {
                            note();
                            throw new IllegalStateException("thrown by a test");
                        });
        pass(30);
        assertThat(ran).containsExactly(10L, 20L, 30L);
        assertThat(ticking.isActive()).isTrue();
        ticking.cancel();
        assertThat(armed()).isZero();
    }

    @Test
    @Tag("I3")
    void periodicTimersOfASessionEndWithIt() {
        embedded.connect();
        Session session = embedded.session();
        TimerHandle delayed = session.scheduleWithFixedDelay(TEN, this::note);
        TimerHandle[] own = new TimerHandle[1];
        List<Long> twice = new ArrayList<>();
        own[0] =
                session.scheduleAtFixedRate(
                        TEN,
                        () -> {
                            twice.add(0L);
                            if (twice.size() == 2) {
                                own[0].cancel();
                            }
                        });
        pass(30);
        assertThat(ran).containsExactly(10L, 20L, 30L);
        assertThat(twice).hasSize(2);
        assertThat(own[0].isActive()).isFalse();
        assertThat(delayed.isActive()).isTrue();
        session.abort();
        assertThat(armed()).isZero();
        assertThat(delayed.isActive()).isFalse();
        pass(20);
        assertThat(ran).hasSize(3);
        assertThat(session.schedule(TEN, this::note).isActive()).isFalse();
    }

    @Test
    @Tag("I3")
    void aSessionThatClosesItselfInItsTimerEndsTheTimer() {
        embedded.connect();
        Session session = embedded.session();
        session.scheduleWithFixedDelay(
                TEN,
                () -> {
                    note();
                    session.abort();
                });
        pass(30);
        assertThat(ran).containsExactly(10L);
        assertThat(armed()).isZero();
    }

    @Test
    @Tag("I3")
    void cancelledTimersOfASessionLeaveItsListInAnyOrder() {
        embedded.connect();
        Session session = embedded.session();
        int before = armed();
        List<TimerHandle> timers = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            timers.add(session.schedule(TEN, this::note));
        }
        for (int index : new int[] {4, 0, 8, 1, 7}) {
            timers.get(index).cancel();
            timers.get(index).cancel();
        }
        assertThat(armed()).isEqualTo(before + 4);
        pass(10);
        assertThat(ran).hasSize(4);
        assertThat(armed()).isEqualTo(before);
        assertThat(((StreamSession) session).firstTimer()).isNull();
    }

    @Test
    @Tag("I3")
    void aCancelFromAnotherThreadFreesTheTimerWithTheNextTurnAndAsksOnce() {
        embedded.connect();
        Session session = embedded.session();
        int before = armed();
        TimerHandle ofSession = session.schedule(TEN, this::note);
        TimerHandle ofLoop = loop.schedule(TEN, this::note);
        assertThat(armed()).isEqualTo(before + 2);
        Await.result(
                NewThread.run(() -> {
                    for (int i = 0; i < 1_000; i++) {
                        ofSession.cancel();
                        ofLoop.cancel();
                    }
                }));
        assertThat(loop.runOnce(0)).as("entries in the inbox").isEqualTo(2);
        assertThat(loop.stats().timersArmed()).isEqualTo(before);
        pass(10);
        assertThat(ran).isEmpty();
    }

    @Test
    @Tag("I3")
    void timersMadeAndCancelledByOtherThreadsWhileSessionsEndLeaveNothing() throws Exception {
        try (Live live = Live.start(2)) {
            RecordingHandler handler = new RecordingHandler();
            Listener listener = live.listen(handler);
            for (int round = 0; round < 50; round++) {
                live.connect(listener);
                Session session = Await.next(handler.opened);
                CountDownLatch begun = new CountDownLatch(1);
                CompletableFuture<Void> setting =
                        NewThread.run(() -> {
                            for (int i = 0; i < 200; i++) {
                                TimerHandle timer =
                                        session.scheduleWithFixedDelay(
                                                Duration.ofHours(1), () -> {});
                                if (i % 3 == 0) {
                                    timer.cancel();
                                }
                                begun.countDown();
                            }
                        });
                Await.latch(begun);
                session.abort();
                Await.next(handler.closed);
                Await.result(setting);
            }
            live.awaitUntil(() -> live.reactor.loops().stream().allMatch(TimerHandleTest::isQuiet));
        }
    }

    /** The timer of awaitTurns may be seen. */
    private static boolean isQuiet(EventLoop loop) {
        return loop.stats().timersArmed() <= 1;
    }
}
