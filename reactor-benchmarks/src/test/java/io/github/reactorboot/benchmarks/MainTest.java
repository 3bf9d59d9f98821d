package io.github.reactorboot.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MainTest {

    @ParameterizedTest
    @ValueSource(strings = {"--version", "load --version", "compare --version"})
    void everyCommandHasAVersion(String arguments) {
        StringWriter out = new StringWriter();
        int exitCode =
                new CommandLine(new Main())
                        .setOut(new PrintWriter(out, true))
                        .execute(arguments.split(" "));
        assertThat(exitCode).isZero();
        assertThat(out.toString().lines())
                .satisfiesExactly(
                        line -> assertThat(line).matches("reactor-benchmarks of commit \\S+"),
                        line -> assertThat(line).contains(System.getProperty("java.vm.version")));
    }
}
