package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Very many timers of the application on one loop. */
class ManyTimersTest {

    private static final int TEN_THOUSAND = 10_000;
    private static final int MILLION = 1_000_000;

    /**
     * Timers with random delays; some are cancelled, by the test or by another timer, and some arm
     * one more when they run.
     */
    private static final class Model {

        final Random random;
        final Embedded embedded;
        final List<TimerHandle> handles = new ArrayList<>();
        final List<Long> deadlines = new ArrayList<>();
        final List<Integer> runs = new ArrayList<>();
        final List<Boolean> cancelled = new ArrayList<>();
        long latest = Long.MIN_VALUE;

        Model(Embedded embedded, long seed) {
            this.embedded = embedded;
            this.random = new Random(seed);
        }

        long now() {
            // The manual clock is near its overflow: counted from there.
            return embedded.clock.nanoTime() - (Long.MAX_VALUE - 1_000_000_000L);
        }

        void add() {
            int id = runs.size();
            long delay = random.nextInt(3) == 0 ? random.nextInt(50) : random.nextInt(5_000_000);
            runs.add(0);
            cancelled.add(false);
            deadlines.add(now() + delay);
            handles.add(embedded.loop().schedule(Duration.ofNanos(delay), () -> run(id)));
        }

        void run(int id) {
            runs.set(id, runs.get(id) + 1);
            assertThat(deadlines.get(id)).as("not early").isLessThanOrEqualTo(now());
            assertThat(deadlines.get(id)).as("in order").isGreaterThanOrEqualTo(latest);
            latest = deadlines.get(id);
            switch (random.nextInt(4)) {
                case 0 -> add();
                case 1 -> cancelAny();
                default -> {}
            }
        }

        void cancelAny() {
            int id = random.nextInt(handles.size());
            if (handles.get(id).isActive()) {
                assertThat(runs.get(id)).isZero();
                cancelled.set(id, true);
            }
            handles.get(id).cancel();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    @Tag("I2")
    @Tag("I3")
    void eachOfTenThousandRunsOnceInTheOrderOfTimeUnlessCancelled(long seed) {
        try (Embedded embedded = Embedded.lines(new RecordingHandler())) {
            Model model = new Model(embedded, seed);
            for (int i = 0; i < TEN_THOUSAND; i++) {
                model.add();
                if (i % 7 == 0) {
                    model.cancelAny();
                }
                if (i % 100 == 0) {
                    embedded.advance(Duration.ofNanos(model.random.nextInt(20_000)));
                }
            }
            for (int step = 0; embedded.loop().stats().timersArmed() > 0; step++) {
                assertThat(step).as("the timers find no end").isLessThan(100_000);
                embedded.advance(Duration.ofNanos(model.random.nextInt(100_000)));
            }
            assertThat(model.runs).hasSizeGreaterThan(TEN_THOUSAND);
            for (int id = 0; id < model.runs.size(); id++) {
                assertThat(model.runs.get(id))
                        .as("runs of timer %s", id)
                        .isEqualTo(model.cancelled.get(id) ? 0 : 1);
            }
            assertThat(model.cancelled).contains(true);
        }
    }

    @Test
    @Tag("I3")
    @Tag("fault-F28")
    void aMillionTakeLessThanAHundredBytesEachAndCancelledNone() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (Embedded embedded = Embedded.lines(new RecordingHandler())) {
            EventLoop loop = embedded.loop();
            Duration[] delays = new Duration[1_000];
            for (int i = 0; i < delays.length; i++) {
                delays[i] = Duration.ofMillis(60_000 + i);
            }
            TimerHandle[] handles = new TimerHandle[MILLION];
            Runnable nothing = () -> {};
            threads.getCurrentThreadAllocatedBytes();
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < MILLION; i++) {
                handles[i] = loop.schedule(delays[i % delays.length], nothing);
            }
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            embedded.settle();
            assertThat(loop.stats().timersArmed()).isEqualTo(MILLION);
            assertThat(allocated / MILLION).isBetween(16L, 99L);
            for (TimerHandle handle : handles) {
                handle.cancel();
            }
            assertThat(loop.timers().size()).as("at once, without a turn").isZero();
            embedded.settle();
            assertThat(loop.stats().timersArmed()).isZero();
        }
    }
}
