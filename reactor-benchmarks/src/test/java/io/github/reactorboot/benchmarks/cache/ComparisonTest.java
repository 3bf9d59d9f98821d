package io.github.reactorboot.benchmarks.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorboot.benchmarks.report.Spread;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    private static final Case GET = new Case("get", 64);
    private static final Case OTHER = new Case("get", 1);

    private static CacheWindow window(
            int round, String server, Case asked, double rate, double cpuNanos) {
        BenchmarkLine line = new BenchmarkLine("GET", rate, 1, 2, 3);
        return new CacheWindow(round, server, asked, 1_000, line, cpuNanos);
    }

    @Test
    void formsRatiosWithinRounds() {
        // The second round is on a machine of half the speed: the ratios stay.
        List<CacheWindow> windows =
                List.of(
                        window(1, "sample", GET, 3_000_000, 300),
                        window(1, "redis", GET, 2_000_000, 400),
                        window(2, "redis", GET, 1_000_000, 800),
                        window(2, "sample", GET, 1_500_000, 600),
                        window(3, "redis", GET, 1_000_000, 1_000),
                        window(3, "sample", GET, 1_000_000, 1_000),
                        window(1, "redis", OTHER, 1, 1));
        Comparison comparison = Comparison.of(GET, windows);
        assertThat(comparison.rateRatio()).isEqualTo(new Spread(1.5, 1, 1.5));
        assertThat(comparison.cpuRatio()).isEqualTo(new Spread(0.75, 0.75, 1));
        assertThat(comparison.sample().requestsPerSecond()).isEqualTo(1_500_000);
        assertThat(comparison.redis().serverCpuNanosPerRequest()).isEqualTo(800);
        assertThat(comparison.redis().serverBusyPercent()).isEqualTo(80);
    }

    @Test
    void refusesARoundWithoutPeer() {
        List<CacheWindow> windows =
                List.of(window(1, "sample", GET, 1, 1), window(2, "redis", GET, 1, 1));
        assertThatThrownBy(() -> Comparison.of(GET, windows)).hasMessage("no peer in round 1");
    }
}
