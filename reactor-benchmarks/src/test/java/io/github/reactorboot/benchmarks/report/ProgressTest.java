package io.github.reactorboot.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressTest {

    @Test
    void countsSteps() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Progress progress =
                Progress.lines(new PrintStream(bytes, true, StandardCharsets.UTF_8), 2)) {
            progress.done("one");
            progress.done("another");
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("[1/2] one", "[2/2] another");
    }
}
