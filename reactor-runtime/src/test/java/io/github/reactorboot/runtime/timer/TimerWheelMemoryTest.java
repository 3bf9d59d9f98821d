package io.github.reactorboot.runtime.timer;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fault-F28")
class TimerWheelMemoryTest {

    private static final int MILLION = 1_000_000;
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);
    private static final TimerTask NOTHING = now -> {};

    private final TimerWheel wheel = new TimerWheel(0);
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void aMillionArmedTimersTakeLessThanAHundredBytesEach() {
        Timer[] timers = new Timer[MILLION];

        long allocated = allocatedBytes(() -> makeAndArm(timers));

        assertThat(wheel.size()).isEqualTo(MILLION);
        assertThat(allocated / MILLION).isBetween(16L, 64L);
    }

    @Test
    void armingMovingCancellingAndFiringAllocateNothing() {
        Timer[] timers = new Timer[100_000];
        makeAndArm(timers);
        long[] now = {0};
        Runnable round = () -> now[0] = useAll(timers, now[0]);
        round.run();

        assertThat(allocatedBytes(round)).isZero();
        assertThat(wheel.size()).isZero();
    }

    @Test
    void aCancelledTimerIsUnreachableAtOnce() {
        Timer[] timers = new Timer[MILLION];
        makeAndArm(timers);
        int heads = reachableFrom(wheel).size() - MILLION;

        for (Timer timer : timers) {
            assertThat(wheel.cancel(timer)).isTrue();
        }

        Set<Object> left = reachableFrom(wheel);
        assertThat(left).hasSize(heads);
        assertThat(left.contains(timers[0])).isFalse();
        assertThat(reachableFrom(timers[0])).hasSize(1);
    }

    @Test
    void aTimerThatFiredIsUnreachable() {
        Timer[] timers = new Timer[1_000];
        int heads = reachableFrom(wheel).size();
        makeAndArm(timers);

        wheel.expire(2 * MINUTE, Integer.MAX_VALUE);

        assertThat(reachableFrom(wheel)).hasSize(heads);
    }

    @Test
    void aMillionTimersOfOneTickFireInBatchesWithAllElseInBetween() {
        Timer other = new Timer(NOTHING);
        makeAndArmInOneTick();
        long now = MINUTE + (1 << 20);

        int calls = 0;
        while (wheel.size() > 0) {
            assertThat(wheel.expire(now, 1_000)).isLessThanOrEqualTo(1_000);
            if (wheel.size() > 0) {
                assertThat(wheel.nextDeadlineNanos()).isLessThanOrEqualTo(now);
            }
            wheel.arm(other, now + MINUTE);
            assertThat(wheel.cancel(other)).isTrue();
            calls++;
        }

        // A thousand full batches, and a few calls that only file anew: at most once a level.
        assertThat(calls).isBetween(1_000, 1_000 + 11 * MILLION / 16_000);
    }

    private void makeAndArm(Timer[] timers) {
        for (int i = 0; i < timers.length; i++) {
            timers[i] = new Timer(NOTHING);
            wheel.arm(timers[i], spread(i));
        }
    }

    private void makeAndArmInOneTick() {
        for (int i = 0; i < MILLION; i++) {
            wheel.arm(new Timer(NOTHING), MINUTE + (spread(i) & ((1 << 20) - 1)));
        }
    }

    private long useAll(Timer[] timers, long startNanos) {
        for (int i = 0; i < timers.length; i++) {
            wheel.arm(timers[i], startNanos + spread(i));
            wheel.cancel(timers[i]);
            wheel.arm(timers[i], startNanos + MINUTE);
            wheel.arm(timers[i], startNanos + spread(i + 1));
        }
        long now = startNanos;
        while (wheel.size() > 0) {
            now = Math.max(now, wheel.nextDeadlineNanos()) + (1 << 20);
            wheel.expire(now, 256);
        }
        return now;
    }

    private static long spread(int i) {
        return (i * 0x9E37_79B9_7F4A_7C15L >>> 1) % MINUTE;
    }

    private long allocatedBytes(Runnable work) {
        threads.getCurrentThreadAllocatedBytes();
        long before = threads.getCurrentThreadAllocatedBytes();
        work.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    /** Follows all references of the timers' own classes. */
    private static Set<Object> reachableFrom(Object root) {
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Object> open = new ArrayDeque<>();
        seen.add(root);
        open.add(root);
        while (!open.isEmpty()) {
            Object object = open.remove();
            if (object instanceof Object[] array) {
                for (Object element : array) {
                    add(element, seen, open);
                }
            } else {
                for (Field field : object.getClass().getDeclaredFields()) {
                    add(value(field, object), seen, open);
                }
            }
        }
        return seen;
    }

    private static void add(Object value, Set<Object> seen, Deque<Object> open) {
        if ((value instanceof Timer || value instanceof Object[]) && seen.add(value)) {
            open.add(value);
        }
    }

    private static Object value(Field field, Object object) {
        if (field.getType().isPrimitive() || Modifier.isStatic(field.getModifiers())) {
            return NOTHING;
        }
        try {
            field.setAccessible(true);
            return field.get(object);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
