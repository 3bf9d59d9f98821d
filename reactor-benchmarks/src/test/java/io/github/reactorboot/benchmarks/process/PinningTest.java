package io.github.reactorboot.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class PinningTest {

    @Test
    void processorListsHaveRanges() {
        BitSet processors = Pinning.parse("0-2,5,7-8");
        assertThat(processors.stream()).containsExactly(0, 1, 2, 5, 7, 8);
    }

    @Test
    void oneProcessorIsNotEnough() throws Exception {
        assertThat(Pinning.obstacle(0, 0)).contains("the same processor, 0");
    }

    @Test
    void processorsThatAreNotThereAreNamed() throws Exception {
        assertThat(Pinning.obstacle(0, 100_000)).isNotEmpty();
    }

    @Test
    void aPinnedCommandBeginsWithTaskset() {
        try (Children children = new Children()) {
            BenchmarkJvm jvm = new BenchmarkJvm(children, List.of("-Xmx1g"), Pinning.to(1));
            List<String> command = jvm.command(List.of("echo", "--control"));
            assertThat(command)
                    .startsWith("taskset", "--cpu-list", "1")
                    .endsWith("echo", "--control");
            assertThat(command.get(3)).endsWith("java");
            assertThat(command)
                    .as("ours before what was asked for, which counts")
                    .containsSubsequence("--sun-misc-unsafe-memory-access=allow", "-Xmx1g");
        }
    }
}
