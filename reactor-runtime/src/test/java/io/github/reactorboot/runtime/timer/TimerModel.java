package io.github.reactorboot.runtime.timer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Drives a wheel with a virtual clock and random operations, and checks each step against a sorted
 * set of what is armed.
 */
final class TimerModel {

    /** What is armed; the order is that of the firing. Times are relative to the origin. */
    private record Armed(long deadline, long sequence, int id) {}

    private static final long FAR = 1L << 59;
    private static final int ALL = Integer.MAX_VALUE;

    private final Random random;
    private final long originNanos;
    private final TimerWheel wheel;
    private final List<Timer> timers = new ArrayList<>();
    private final List<@Nullable Armed> armedById = new ArrayList<>();
    private final TreeSet<Armed> armed =
            new TreeSet<>(
                    Comparator.comparingLong(Armed::deadline).thenComparingLong(Armed::sequence));
    private final int refileMax;
    private final int delayBits;

    private long now;
    private long sequence;
    private long sequenceAtExpire;
    private int firedInCall;
    private int fired;
    private int left;

    TimerModel(long seed, long originNanos, int timerCount, int refileMax) {
        this.random = new Random(seed);
        this.originNanos = originNanos;
        this.refileMax = refileMax;
        this.delayBits = 4 + random.nextInt(57);
        this.wheel = new TimerWheel(originNanos, refileMax);
        for (int id = 0; id < timerCount; id++) {
            int timerId = id;
            timers.add(new Timer(time -> onTimer(timerId, time)));
            armedById.add(null);
        }
    }

    /** How often a timer fired. */
    int fired() {
        return fired;
    }

    /** How often a call ended before its limit with timers still due. */
    int left() {
        return left;
    }

    void armAll() {
        for (int id = 0; id < timers.size(); id++) {
            arm(id, now + delay());
        }
    }

    void step() {
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> arm(anyTimer(), now + delay());
            case 3 -> cancel(anyTimer());
            case 4 -> arm(anyTimer(), now - (delay() >>> 4));
            case 5 -> now = Math.max(-FAR, now - (delay() >>> random.nextInt(30)));
            case 6 -> now = Math.min(FAR, now + delay());
            default -> now = Math.min(FAR, Math.max(now, nextDeadline() - random.nextInt(2)));
        }
        if (random.nextInt(4) == 0) {
            expire(refileMax == 1 || random.nextInt(4) == 0 ? 1 + random.nextInt(3) : ALL);
        }
        checkState();
    }

    /** Fires what is left by going from one next deadline to the next. */
    void drain() {
        int idle = 0;
        for (int call = 0; !armed.isEmpty() && call < 100_000; call++) {
            now = Math.max(now + 1, nextDeadline());
            expire(16);
            // At most once for each level, when no call is cut short.
            idle = firedInCall > 0 ? 0 : idle + 1;
            if (refileMax > timers.size() * 11) {
                assertThat(idle).isLessThanOrEqualTo(11);
            }
            checkState();
        }
        assertThat(wheel.size()).isZero();
        assertThat(wheel.nextDeadlineNanos()).isEqualTo(Long.MAX_VALUE);
    }

    void expire(int limit) {
        firedInCall = 0;
        sequenceAtExpire = sequence;
        int count = wheel.expire(originNanos + now, limit);
        assertThat(count).isEqualTo(firedInCall).isLessThanOrEqualTo(limit);
        Armed due = firstDue();
        if (due != null && count < limit) {
            left++;
            assertThat(refileMax).isLessThan(16 * timers.size());
        }
        sequenceAtExpire = sequence;
    }

    private void onTimer(int id, long timeNanos) {
        assertThat(timeNanos).isEqualTo(originNanos + now);
        Armed expected = firstDue();
        assertThat(expected).isNotNull();
        assertThat(id).isEqualTo(expected.id());
        assertThat(expected.deadline()).isLessThanOrEqualTo(now);
        assertThat(timers.get(id).isArmed()).isFalse();
        armed.remove(expected);
        armedById.set(id, null);
        firedInCall++;
        fired++;
        for (int left = random.nextInt(3); left > 0; left--) {
            switch (random.nextInt(6)) {
                case 0 -> arm(anyTimer(), now + delay());
                case 1 -> arm(id, now);
                case 2 -> arm(anyTimer(), expected.deadline());
                case 3 -> arm(anyTimer(), now - (delay() >>> 4));
                default -> cancel(anyTimer());
            }
        }
    }

    /** The one to fire next: due, and not armed since the call began. */
    private @Nullable Armed firstDue() {
        for (Armed first : armed) {
            if (first.deadline() > now) {
                return null;
            }
            if (first.sequence() < sequenceAtExpire) {
                return first;
            }
        }
        return null;
    }

    private void arm(int id, long deadline) {
        forget(id);
        Armed entry = new Armed(deadline, sequence++, id);
        armed.add(entry);
        armedById.set(id, entry);
        wheel.arm(timers.get(id), originNanos + deadline);
        assertThat(timers.get(id).isArmed()).isTrue();
        assertThat(timers.get(id).deadlineNanos()).isEqualTo(originNanos + deadline);
    }

    private void cancel(int id) {
        boolean wasArmed = forget(id);
        assertThat(wheel.cancel(timers.get(id))).isEqualTo(wasArmed);
        assertThat(timers.get(id).isArmed()).isFalse();
    }

    private boolean forget(int id) {
        Armed entry = armedById.set(id, null);
        return entry != null && armed.remove(entry);
    }

    private void checkState() {
        assertThat(wheel.size()).isEqualTo(armed.size());
        if (armed.isEmpty()) {
            assertThat(wheel.nextDeadlineNanos()).isEqualTo(Long.MAX_VALUE);
            return;
        }
        long earliest = originNanos + armed.first().deadline();
        long next = wheel.nextDeadlineNanos();
        assertThat(next - earliest).isLessThanOrEqualTo(0);
        assertThat(next).isNotEqualTo(Long.MAX_VALUE);
        if (armed.size() <= 8 && refileMax > 16 * timers.size() && earliest != Long.MAX_VALUE) {
            assertThat(next).isEqualTo(earliest);
        }
    }

    private long nextDeadline() {
        return armed.isEmpty() ? now : wheel.nextDeadlineNanos() - originNanos;
    }

    private int anyTimer() {
        return random.nextInt(timers.size());
    }

    /** From nothing to very long, and often the same. */
    private long delay() {
        long bits = random.nextLong() >>> (63 - random.nextInt(delayBits));
        return random.nextBoolean() ? bits : Long.highestOneBit(bits);
    }
}
