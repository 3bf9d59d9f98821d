package io.github.reactorboot.benchmarks.timers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.benchmarks.process.BenchmarkJvm;
import io.github.reactorboot.benchmarks.process.Child;
import io.github.reactorboot.benchmarks.process.Children;
import io.github.reactorboot.benchmarks.process.Pinning;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.DeadlineTimerWheel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.json.JsonMapper;

@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TimersTests {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @Test
    void armedTimersKeepMemoryOfEachContender() throws Exception {
        // In a JVM of its own: here the heap may not settle, other tests leave threads behind.
        List<MemoryRow> rows;
        try (Children children = new Children()) {
            BenchmarkJvm jvm = new BenchmarkJvm(children, List.of(), Pinning.none());
            try (Child child = jvm.start(List.of("timers", "--count=100000", "--json"))) {
                String json = child.readLine(PATIENCE);
                child.awaitSuccess(PATIENCE);
                rows = List.of(JsonMapper.shared().readValue(json, MemoryRow[].class));
            }
        }
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
