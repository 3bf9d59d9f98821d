package io.github.reactorboot.autoconfigure.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LoopUtilizationTests {

    private long now = -5;

    private final LoopUtilization utilization = new LoopUtilization(() -> now, 0);

    @Test
    void isNothingBeforeTimeHasPassed() {
        assertThat(utilization.with(0)).isZero();
    }

    @Test
    void isTheShareOfTimeSinceTheBeginningAtFirst() {
        pass(4);
        assertThat(utilization.with(seconds(1))).isEqualTo(0.25);
    }

    @Test
    void forgetsWhatWasLongAgo() {
        pass(10);
        assertThat(utilization.with(seconds(10))).isEqualTo(1);
        pass(10);
        assertThat(utilization.with(seconds(10))).isZero();
    }

    @Test
    void readersDoNotDisturbEachOther() {
        pass(60);
        assertThat(utilization.with(seconds(30))).isEqualTo(0.5);
        pass(1);
        assertThat(utilization.with(seconds(31))).isEqualTo(31.0 / 61);
        assertThat(utilization.with(seconds(31))).isEqualTo(31.0 / 61);
        pass(59);
        assertThat(utilization.with(seconds(31))).isCloseTo(1.0 / 60, within(1e-9));
        pass(1);
        assertThat(utilization.with(seconds(31))).isCloseTo(1.0 / 61, within(1e-9));
    }

    @Test
    void staysBetweenNothingAndAll() {
        pass(1);
        assertThat(utilization.with(seconds(3))).isEqualTo(1);
        assertThat(utilization.with(-seconds(3))).isZero();
    }

    private void pass(int seconds) {
        now += seconds(seconds);
    }

    private static long seconds(long seconds) {
        return TimeUnit.SECONDS.toNanos(seconds);
    }
}
