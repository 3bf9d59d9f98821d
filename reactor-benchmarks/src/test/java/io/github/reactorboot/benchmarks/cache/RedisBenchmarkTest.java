package io.github.reactorboot.benchmarks.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorboot.benchmarks.process.ChildFailure;
import io.github.reactorboot.benchmarks.process.Children;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With a shell in the place of the program. */
class RedisBenchmarkTest {

    private static final CacheSettings SETTINGS =
            new CacheSettings(List.of("get"), List.of(64), 50, 16, 1, 3, 0);
    private static final String HEADING =
            "echo '\"test\",\"rps\",\"p50_latency_ms\",\"p99_latency_ms\",\"max_latency_ms\"'; ";

    private static BenchmarkLine run(String script) throws Exception {
        try (Children children = new Children()) {
            List<String> program = List.of("sh", "-c", script, "sh");
            return new RedisBenchmark(children, program, SETTINGS)
                    .run(1234, new Case("get", 64), 5_000);
        }
    }

    @Test
    void givesTheSettingsAsOptions() throws Exception {
        BenchmarkLine line = run(HEADING + "echo \\\"$*\\\",'\"7\",\"1\",\"2\",\"3\"'");
        assertThat(line)
                .isEqualTo(
                        new BenchmarkLine(
                                "-h 127.0.0.1 -p 1234 -t get -P 64 -c 50 -d 16 -n 5000 --csv",
                                7,
                                1,
                                2,
                                3));
    }

    @Test
    void tellsItsLastWords() {
        assertThatThrownBy(() -> run("echo 'Error from server: OOM' >&2; exit 1"))
                .isInstanceOf(ChildFailure.class)
                .hasMessageContaining("'redis-benchmark GET P=64' ended with 1")
                .hasMessageContaining("Error from server: OOM");
    }

    @Test
    void tellsOfAnUnknownFormat() {
        assertThatThrownBy(() -> run("echo one; echo two"))
                .isInstanceOf(ChildFailure.class)
                .hasMessageContaining("said something unexpected: not a heading and one result");
    }
}
