package io.github.reactorboot.benchmarks.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class CacheCommandTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private int run(String... arguments) {
        PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        return new CommandLine(new CacheCommand(new Programs(""), err)).execute(arguments);
    }

    private String said() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void saysWhatToInstall() {
        assertThat(run()).isEqualTo(2);
        assertThat(said()).startsWith("There is no redis-server on the PATH.").hasLineCount(1);
    }

    @Test
    void refusesNoRounds() {
        assertThat(run("--rounds", "0")).isEqualTo(2);
        assertThat(said()).startsWith("--rounds, --seconds, --clients and --data-size must be");
    }

    @Test
    void refusesNoPipeline() {
        assertThat(run("--pipeline", "1,0")).isEqualTo(2);
        assertThat(said()).isEqualToIgnoringNewLines("--pipeline must be positive.");
    }
}
