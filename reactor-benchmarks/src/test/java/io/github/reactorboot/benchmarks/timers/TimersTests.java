package io.github.reactorboot.benchmarks.timers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.agrona.DeadlineTimerWheel;
import org.junit.jupiter.api.Test;

class TimersTests {

    @Test
    void armedTimersKeepMemoryOfEachContender() {
        List<MemoryRow> rows = new TimerMemory(100_000).measure();
        assertThat(rows).hasSize(5);
        // A deadline alone has eight bytes.
        assertThat(rows).allSatisfy(row -> assertThat(row.bytesPerTimer()).isGreaterThan(8));
    }

    @Test
    void allTimersOfEachContenderFire() throws InterruptedException {
        List<LatenessRow> rows = new TimerLateness(20, Duration.ofMillis(20)).measure();
        assertThat(rows).hasSize(4);
        assertThat(rows)
                .allSatisfy(row -> {
                    assertThat(row.timers()).isEqualTo(20);
                    assertThat(row.maxMicros()).isGreaterThanOrEqualTo(row.p50Micros());
                });
    }

    @Test
    void agronaFiresAllThatIsDueInOneStepOfManyTicks() {
        DeadlineTimerWheel wheel = PeerWheels.agrona();
        for (int i = 1; i <= 1000; i++) {
            wheel.scheduleTimer(i * 1_000_000L);
        }
        assertThat(PeerWheels.expire(wheel, 500_000_000)).isEqualTo(500);
        assertThat(PeerWheels.expire(wheel, 1_000_000_000)).isEqualTo(500);
    }
}
