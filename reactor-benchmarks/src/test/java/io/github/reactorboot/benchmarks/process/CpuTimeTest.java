package io.github.reactorboot.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CpuTimeTest {

    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void growsWhileTheProcessWorks() {
        long own = ProcessHandle.current().pid();
        Duration before = CpuTime.of(own);
        assertThat(before).isPositive();
        while (CpuTime.of(own).equals(before)) {
            Thread.onSpinWait();
        }
        assertThat(CpuTime.of(own)).isGreaterThan(before);
    }

    @Test
    void namesTheProcessThatIsNotThere() {
        assertThatThrownBy(() -> CpuTime.of(Integer.MAX_VALUE))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessageContaining("process " + Integer.MAX_VALUE);
    }
}
