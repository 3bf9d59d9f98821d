package io.github.reactorboot.runtime.timer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class TimerWheelClockTest {

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
    @Tag("I7")
    void theNextDeadlineIsTheEarliestWhereFewAreNear() {
        assertThat(wheel.nextDeadlineNanos()).isEqualTo(Long.MAX_VALUE);

        armed("a", TimeUnit.DAYS.toNanos(30));
        assertThat(wheel.nextDeadlineNanos()).isEqualTo(TimeUnit.DAYS.toNanos(30));
        Timer b = armed("b", 70_000_001);
        armed("c", 70_000_002);
        assertThat(wheel.nextDeadlineNanos()).isEqualTo(70_000_001);
        wheel.cancel(b);
        assertThat(wheel.nextDeadlineNanos()).isEqualTo(70_000_002);
        wheel.expire(70_000_000, ALL);
        assertThat(wheel.nextDeadlineNanos()).isEqualTo(70_000_002);
    }

    @Test
    @Tag("I7")
    void theNextDeadlineOfManyIsEarlyByAtMostOneStepALevel() {
        long deadline = TimeUnit.HOURS.toNanos(1) + 12_345;
        for (int i = 0; i < 100; i++) {
            armed("" + i, deadline + i);
        }

        int steps = 0;
        while (fired.isEmpty()) {
            long next = wheel.nextDeadlineNanos();
            assertThat(next).isLessThanOrEqualTo(deadline);
            wheel.expire(next, ALL);
            steps++;
        }

        assertThat(steps).isLessThanOrEqualTo(8);
        assertThat(fired).containsExactly("0");
    }

    @Test
    @Tag("I7")
    void theNextDeadlineOfAnArmedTimerIsNeverTheValueForNone() {
        armed("a", Long.MAX_VALUE);

        assertThat(wheel.nextDeadlineNanos()).isEqualTo(Long.MAX_VALUE - 1);
    }

    @Test
    @Tag("I5")
    void timesMayWrapAround() {
        long start = Long.MAX_VALUE - 1_000;
        TimerWheel wrapping = new TimerWheel(start);
        wrapping.arm(timer("c"), start + 2_000_000_000);
        wrapping.arm(timer("b"), start + 1_500);
        wrapping.arm(timer("a"), start + 500);
        wrapping.arm(timer("never"), start + Long.MAX_VALUE);

        assertThat(wrapping.nextDeadlineNanos()).isEqualTo(start + 500);
        assertThat(wrapping.expire(start + 1_499, ALL)).isOne();
        assertThat(wrapping.nextDeadlineNanos()).isEqualTo(start + 1_500);
        assertThat(wrapping.expire(start + 1_500, ALL)).isOne();
        assertThat(wrapping.expire(start + 1_999_999_999, ALL)).isZero();
        assertThat(wrapping.expire(start + 2_000_000_000, ALL)).isOne();

        assertThat(fired).containsExactly("a", "b", "c");
    }

    @Test
    @Tag("I5")
    void deadlinesYearsBeforeAndBehindTheWrapAreInOrder() {
        long years = 1L << 60;
        TimerWheel wrapping = new TimerWheel(-years - 5);
        wrapping.arm(timer("c"), years + 5);
        wrapping.arm(timer("b"), 5);
        wrapping.arm(timer("a"), -years + 5);

        assertThat(wrapping.nextDeadlineNanos()).isEqualTo(-years + 5);
        assertThat(wrapping.expire(4, ALL)).isOne();
        assertThat(wrapping.nextDeadlineNanos()).isEqualTo(5);
        assertThat(wrapping.expire(years + 5, ALL)).isEqualTo(2);

        assertThat(fired).containsExactly("a", "b", "c");
    }

    @Test
    @Tag("I5")
    void theLongestDelayIsNotMistakenForThePastThoughTheLastCallWasLongAgo() {
        long now = TimeUnit.DAYS.toNanos(365);
        armed("never", now + Long.MAX_VALUE);

        assertThat(wheel.expire(10, ALL)).isZero();
        assertThat(wheel.nextDeadlineNanos()).isEqualTo(now + Long.MAX_VALUE);
        armed("a", now);

        assertThat(wheel.expire(now, ALL)).isOne();
        assertThat(wheel.nextDeadlineNanos()).isEqualTo(now + Long.MAX_VALUE);
        assertThat(fired).containsExactly("a");
    }

    @Test
    @Tag("fault-F30")
    void aClockThatStepsBackFiresNothingEarlyAndLosesNothing() {
        long now = TimeUnit.HOURS.toNanos(5);
        wheel.expire(now, ALL);
        armed("old", now + 10);
        long back = TimeUnit.HOURS.toNanos(3);

        assertThat(wheel.expire(back, ALL)).isZero();
        armed("b", back + 2_000);
        armed("a", back + 1_000);
        assertThat(wheel.nextDeadlineNanos()).isEqualTo(back + 1_000);
        assertThat(wheel.expire(back + 999, ALL)).isZero();
        assertThat(wheel.expire(back + 1_000, ALL)).isOne();
        assertThat(wheel.expire(back + 2_000, ALL)).isOne();
        assertThat(wheel.expire(now + 9, ALL)).isZero();
        assertThat(wheel.expire(now + 10, ALL)).isOne();

        assertThat(fired).containsExactly("a", "b", "old");
    }

    @Test
    @Tag("fault-F31")
    void aJumpOfYearsFiresInOrderAndInBatches() {
        for (int i = 0; i < 1_000; i++) {
            armed("" + i, TimeUnit.SECONDS.toNanos(i * 1_000_003L));
        }
        long now = TimeUnit.DAYS.toNanos(365 * 100);

        int calls = 0;
        while (wheel.size() > 0) {
            assertThat(wheel.expire(now, 100)).isEqualTo(100);
            calls++;
        }

        assertThat(calls).isEqualTo(10);
        assertThat(fired).hasSize(1_000).startsWith("0", "1", "2").endsWith("998", "999");
    }
}
