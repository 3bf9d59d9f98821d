package io.github.reactorboot.runtime.timer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class TimerWheelTest {

    private static final int ALL = Integer.MAX_VALUE;

    private final TimerWheel wheel = new TimerWheel(0);
    private final List<String> fired = new ArrayList<>();

    private Timer timer(String name) {
        return new Timer(now -> fired.add(name));
    }

    private Timer armed(String name, long deadlineNanos) {
        Timer timer = timer(name);
        wheel.arm(timer, deadlineNanos);
        return timer;
    }

    @Test
    @Tag("I1")
    void firesOnceWhenTheDeadlineIsReachedAndNotOneNanosecondBefore() {
        Timer timer = armed("a", 5_000_000);

        assertThat(wheel.expire(4_999_999, ALL)).isZero();
        assertThat(timer.isArmed()).isTrue();
        assertThat(wheel.expire(5_000_000, ALL)).isOne();
        assertThat(wheel.expire(Long.MAX_VALUE, ALL)).isZero();

        assertThat(fired).containsExactly("a");
        assertThat(timer.isArmed()).isFalse();
        assertThat(wheel.size()).isZero();
    }

    @Test
    @Tag("I1")
    void handsTheTimeOfTheCallToTheTask() {
        List<Long> times = new ArrayList<>();
        Timer timer = new Timer(times::add);
        wheel.arm(timer, 10);

        wheel.expire(17, ALL);

        assertThat(times).containsExactly(17L);
        assertThat(timer.deadlineNanos()).isEqualTo(10);
    }

    @Test
    @Tag("I2")
    void firesInTheOrderOfDeadlinesWithinOneMillisecond() {
        armed("c", 1_000_003);
        armed("a", 1_000_001);
        armed("d", 1_000_064);
        armed("b", 1_000_002);

        assertThat(wheel.expire(1_000_003, ALL)).isEqualTo(3);

        assertThat(fired).containsExactly("a", "b", "c");
    }

    @Test
    @Tag("I2")
    void firesInTheOrderOfArmingWhereDeadlinesAreEqual() {
        Timer moved = armed("moved", TimeUnit.HOURS.toNanos(3));
        armed("a", TimeUnit.HOURS.toNanos(3));
        wheel.expire(TimeUnit.HOURS.toNanos(2), ALL);
        armed("b", TimeUnit.HOURS.toNanos(3));
        wheel.expire(TimeUnit.HOURS.toNanos(3) - 1, ALL);
        armed("c", TimeUnit.HOURS.toNanos(3));
        wheel.arm(moved, TimeUnit.HOURS.toNanos(3));

        wheel.expire(TimeUnit.HOURS.toNanos(4), ALL);

        assertThat(fired).containsExactly("a", "b", "c", "moved");
    }

    @Test
    @Tag("I1")
    void armingAnArmedTimerMovesIt() {
        Timer timer = armed("a", 100);
        wheel.arm(timer, 200);
        assertThat(wheel.size()).isOne();

        assertThat(wheel.expire(199, ALL)).isZero();
        wheel.arm(timer, 50);
        assertThat(wheel.expire(199, ALL)).isOne();
    }

    @Test
    @Tag("I3")
    void aCancelledTimerDoesNotFireAndCanBeArmedAgain() {
        Timer timer = armed("a", 100);

        assertThat(wheel.cancel(timer)).isTrue();
        assertThat(wheel.cancel(timer)).isFalse();
        assertThat(wheel.size()).isZero();
        assertThat(wheel.nextDeadlineNanos()).isEqualTo(Long.MAX_VALUE);
        assertThat(wheel.expire(1_000, ALL)).isZero();

        wheel.arm(timer, 2_000);
        assertThat(wheel.expire(2_000, ALL)).isOne();
    }

    @Test
    @Tag("I3")
    void aTaskCancelsATimerOfTheSameBatch() {
        Timer victim = timer("victim");
        Timer sameTime = timer("same time");
        wheel.arm(
                new Timer(now -> {
                    assertThat(wheel.cancel(sameTime)).isTrue();
                    assertThat(wheel.cancel(victim)).isTrue();
                }),
                10);
        wheel.arm(sameTime, 10);
        wheel.arm(victim, 11);
        armed("other", 12);

        assertThat(wheel.expire(20, ALL)).isEqualTo(2);

        assertThat(fired).containsExactly("other");
    }

    @Test
    @Tag("I3")
    void aPeriodicTimerIsOneThatArmsItself() {
        Timer[] self = new Timer[1];
        self[0] =
                new Timer(now -> {
                    fired.add("" + now);
                    wheel.arm(self[0], self[0].deadlineNanos() + 1_000_000);
                });
        wheel.arm(self[0], 1_000_000);

        for (long now = 0; now <= 3_500_000; now += 500_000) {
            wheel.expire(now, ALL);
        }

        assertThat(fired).containsExactly("1000000", "2000000", "3000000");
    }

    @Test
    @Tag("fault-F28")
    void aTimerArmedByATaskWithoutDelayWaitsForTheNextCall() {
        Timer[] self = new Timer[1];
        self[0] =
                new Timer(now -> {
                    fired.add("self");
                    wheel.arm(self[0], now);
                });
        wheel.arm(self[0], 10);
        armed("other", 20);

        assertThat(wheel.expire(100, ALL)).isEqualTo(2);
        assertThat(wheel.nextDeadlineNanos()).isEqualTo(100);
        assertThat(wheel.expire(100, ALL)).isOne();
        assertThat(wheel.expire(100, ALL)).isOne();

        assertThat(fired).containsExactly("self", "other", "self", "self");
    }

    @Test
    @Tag("fault-F28")
    void aTaskMovesATimerOfTheSameBatchToTheNextCall() {
        Timer moved = timer("moved");
        wheel.arm(new Timer(now -> wheel.arm(moved, 5)), 10);
        wheel.arm(moved, 11);

        assertThat(wheel.expire(20, ALL)).isOne();
        assertThat(fired).isEmpty();
        assertThat(wheel.expire(20, ALL)).isOne();
    }

    @Test
    @Tag("fault-F28")
    void theLimitIsHonouredAndTheRestFiresLaterInOrder() {
        for (int i = 0; i < 10; i++) {
            armed("" + i, 1_000 + i / 4);
        }

        assertThat(wheel.expire(5_000, 0)).isZero();
        assertThat(wheel.expire(5_000, 6)).isEqualTo(6);
        assertThat(wheel.nextDeadlineNanos()).isEqualTo(1_001);
        armed("between", 1_001);
        armed("past", 3);
        assertThat(wheel.expire(5_000, 3)).isEqualTo(3);
        assertThat(wheel.expire(5_000, ALL)).isEqualTo(3);

        assertThat(fired)
                .containsExactly(
                        "0", "1", "2", "3", "4", "5", "past", "6", "7", "between", "8", "9");
    }

    @Test
    @Tag("fault-F28")
    void anExceptionOfATaskLeavesTheOthersArmed() {
        Timer failing =
                new Timer(now -> {
                    armed("armed before", now);
                    throw new IllegalStateException("task failed");
                });
        armed("a", 10);
        wheel.arm(failing, 11);
        armed("b", 11);
        armed("c", 12);

        assertThatThrownBy(() -> wheel.expire(20, ALL)).hasMessage("task failed");

        assertThat(failing.isArmed()).isFalse();
        assertThat(wheel.size()).isEqualTo(3);
        assertThat(wheel.nextDeadlineNanos()).isEqualTo(11);
        assertThat(wheel.expire(20, ALL)).isEqualTo(3);
        assertThat(fired).containsExactly("a", "b", "c", "armed before");
    }

    @Test
    void aTaskCannotExpireTimers() {
        wheel.arm(new Timer(now -> wheel.expire(now, ALL)), 1);
        armed("a", 1);

        assertThatThrownBy(() -> wheel.expire(1, ALL)).isInstanceOf(IllegalStateException.class);

        assertThat(wheel.expire(1, ALL)).isOne();
    }

    @Test
    void clearDisarmsAllAndHandsThemOut() {
        Timer a = armed("a", 10);
        Timer b = armed("b", TimeUnit.DAYS.toNanos(1_000));
        Timer late = timer("late");
        List<Timer> disarmed = new ArrayList<>();

        wheel.clear(timer -> {
            assertThat(timer.isArmed()).isFalse();
            disarmed.add(timer);
            wheel.arm(late, 20);
        });

        assertThat(disarmed).containsExactlyInAnyOrder(a, b);
        assertThat(wheel.size()).isOne();
        assertThat(wheel.expire(Long.MAX_VALUE, ALL)).isOne();
        assertThat(fired).containsExactly("late");
    }

    @Test
    void clearByATaskLeavesNothingToFire() {
        wheel.arm(
                new Timer(now -> {
                    armed("deferred", now);
                    wheel.clear(timer -> fired.add("disarmed"));
                }),
                10);
        armed("a", 10);
        armed("b", 11);

        assertThat(wheel.expire(20, ALL)).isOne();

        assertThat(fired).containsExactly("disarmed", "disarmed", "disarmed");
        assertThat(wheel.size()).isZero();
        assertThat(wheel.nextDeadlineNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void whatClearDidNotHandOutAfterAnExceptionStaysArmed() {
        armed("a", 10);
        armed("b", 11);

        assertThatThrownBy(() ->
                        wheel.clear(timer -> {
                            throw new IllegalStateException("not now");
                        }))
                .hasMessage("not now");

        assertThat(wheel.size()).isOne();
        assertThat(wheel.expire(20, ALL)).isOne();
    }
}
