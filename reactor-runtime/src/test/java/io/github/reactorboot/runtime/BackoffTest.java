package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackoffTest {

    private static final Duration MILLI = Duration.ofMillis(1);

    private static Backoff backoff(double jitter) {
        return new Backoff(Duration.ofMillis(100), Duration.ofSeconds(30), jitter);
    }

    private static long millis(Backoff backoff, int failures, double random) {
        return backoff.delay(failures, () -> random).toMillis();
    }

    @Test
    void doublesUpToTheLongest() {
        Backoff backoff = backoff(0);
        long[] expected = {100, 200, 400, 800, 1600, 3200, 6400, 12_800, 25_600, 30_000, 30_000};
        for (int failures = 0; failures < expected.length; failures++) {
            assertThat(millis(backoff, failures, 0.7)).isEqualTo(expected[failures]);
        }
    }

    @Test
    void staysAtTheLongestForEver() {
        assertThat(millis(backoff(0), Integer.MAX_VALUE, 0)).isEqualTo(30_000);
        Backoff widest = new Backoff(MILLI, Duration.ofDays(366), 0);
        assertThat(widest.delay(Integer.MAX_VALUE, () -> 0)).isEqualTo(Duration.ofDays(366));
    }

    @Test
    void isSpreadToBothSides() {
        Backoff backoff = backoff(0.2);
        assertThat(millis(backoff, 0, 0)).isEqualTo(80);
        assertThat(millis(backoff, 0, 0.5)).isEqualTo(100);
        assertThat(millis(backoff, 0, 0.75)).isEqualTo(110);
        assertThat(millis(backoff, 0, 0.999_999)).isEqualTo(119);
    }

    @Test
    void noDelayIsLongerThanTheLongest() {
        assertThat(millis(backoff(0.2), 20, 0.9)).isEqualTo(30_000);
        assertThat(millis(backoff(0.2), 20, 0)).isEqualTo(24_000);
    }

    @Test
    void fullJitterMayMeanAtOnce() {
        assertThat(backoff(1).delay(3, () -> 0)).isZero();
    }

    @Test
    void aDelayIsAtLeastAMillisecond() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Backoff(Duration.ofNanos(999_999), MILLI, 0))
                .withMessageContaining("initial delay");
    }

    @Test
    void theLongestIsNotShorterThanTheFirstNorBeyondAYear() {
        Duration two = Duration.ofMillis(2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Backoff(two, MILLI, 0))
                .withMessageContaining("longest delay");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Backoff(two, Duration.ofDays(367), 0))
                .withMessageContaining("longest delay");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
    void jitterIsAPart(double jitter) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> backoff(jitter))
                .withMessageContaining("jitter");
    }
}
