package io.github.reactorboot.benchmarks.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class BenchmarkLineTest {

    private static final String HEADING =
            "\"test\",\"rps\",\"avg_latency_ms\",\"min_latency_ms\",\"p50_latency_ms\","
                    + "\"p95_latency_ms\",\"p99_latency_ms\",\"max_latency_ms\"";
    private static final String RESULT =
            "\"PING_MBULK\",\"1694915.25\",\"1.581\",\"0.368\",\"1.471\",\"2.687\",\"2.879\",\"3.175\"";

    @Test
    void readsWhatRedisBenchmarkWrites() {
        assertThat(BenchmarkLine.parse(List.of(HEADING, RESULT)))
                .isEqualTo(new BenchmarkLine("PING_MBULK", 1694915.25, 1.471, 2.879, 3.175));
    }

    @Test
    void goesByTheHeadingAndNotByPlace() {
        String heading =
                "\"p50_latency_ms\",\"rps\",\"max_latency_ms\",\"p99_latency_ms\",\"test\"";
        assertThat(BenchmarkLine.parse(List.of(heading, "\"1\",\"2\",\"3\",\"4\",\"GET\"")))
                .isEqualTo(new BenchmarkLine("GET", 2, 1, 4, 3));
    }

    @Test
    void passesOverWarnings() {
        String warning = "WARNING: Could not fetch server CONFIG";
        assertThat(BenchmarkLine.parse(List.of(warning, HEADING, RESULT)).test())
                .isEqualTo("PING_MBULK");
    }

    @Test
    void refusesSeveralResults() {
        assertThatThrownBy(() -> BenchmarkLine.parse(List.of(HEADING, RESULT, RESULT)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("not a heading and one result:");
    }

    @Test
    void refusesNoResult() {
        assertThatThrownBy(() -> BenchmarkLine.parse(List.of(HEADING)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void namesAMissingColumn() {
        assertThatThrownBy(() -> BenchmarkLine.parse(List.of("\"test\"", "\"GET\"")))
                .hasMessage("no column rps in [test]");
    }

    @Test
    void refusesARowThatDoesNotFit() {
        assertThatThrownBy(() -> BenchmarkLine.parse(List.of(HEADING, "\"GET\"")))
                .hasMessageContaining("does not fit [GET]");
    }
}
