package io.github.reactorboot.runtime.timer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("I2")
class TimerWheelPropertyTest {

    private static final int UNBOUNDED = Integer.MAX_VALUE;

    @ParameterizedTest
    @ValueSource(
            longs = {
                0,
                -1,
                1_234_567_890_123L,
                Long.MAX_VALUE,
                Long.MAX_VALUE - 1_000_000,
                Long.MIN_VALUE,
                0x0FFF_FFFF_FFFF_FFFFL,
                0xEFFF_FFFF_FFFF_FF00L
            })
    void randomOperationsFireLikeASortedList(long originNanos) {
        int fired = 0;
        for (int seed = 0; seed < 150; seed++) {
            TimerModel model = new TimerModel(seed, originNanos, 1 + seed % 40, UNBOUNDED);
            for (int step = 0; step < 300; step++) {
                model.step();
            }
            model.drain();
            fired += model.fired();
        }
        assertThat(fired).isGreaterThan(10_000);
    }

    @Test
    void callsCutShortFireLikeASortedList() {
        int left = 0;
        for (int seed = 0; seed < 150; seed++) {
            TimerModel model = new TimerModel(seed, Long.MAX_VALUE - seed, 200, 1);
            model.armAll();
            for (int step = 0; step < 600; step++) {
                model.step();
            }
            model.drain();
            left += model.left();
        }
        assertThat(left).isGreaterThan(1_000);
    }

    @Test
    void tenThousandTimersFireOnceEachInOrder() {
        for (int seed = 0; seed < 4; seed++) {
            TimerModel model = new TimerModel(seed, -seed, 10_000, UNBOUNDED);
            model.armAll();
            for (int step = 0; step < 2_000; step++) {
                model.step();
            }
            model.drain();
            assertThat(model.fired()).isGreaterThan(9_000);
        }
    }
}
