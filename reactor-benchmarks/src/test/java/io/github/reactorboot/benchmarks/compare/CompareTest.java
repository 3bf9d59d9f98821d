package io.github.reactorboot.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class CompareTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--scenarios nope | 'nope' is no scenario",
                "--contenders jetty-nio | 'jetty-nio' is no contender",
                "--contenders c-nio | there is no c-nio.c",
                "--rounds 0 | --rounds is at least 1",
                "--seconds 0 | --seconds is at least 1",
                "--server-cpu 1 --client-cpu 1 | on the same processor",
                "--contenders netty-nio --scenarios annotated | none of these contenders"
            })
    void wrongOptionsAreRefusedBeforeAnythingRuns(
            String arguments, String message, @TempDir Path directory) {
        String pinning = arguments.contains("cpu") ? "" : " --unpinned";
        String line = arguments + pinning + " --output " + directory;
        assertThat(execute(line.split(" "))).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains(message);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aReportIsMadeOnceMore(@TempDir Path directory) {
        Variant variant = Variant.load(ServerShape.RAW, LoadShape.echo(50, 1));
        Window window = new Window("plain", variant, Contender.SELECTOR, 1, null);
        Results results =
                new Results(
                        Sample.header(Map.of()),
                        List.of(WindowResult.of(window, Sample.load(1000, 5000, 0))));
        new ResultFile(directory).write(results);
        assertThat(execute("--report-only", directory.toString())).isZero();
        assertThat(out.toString()).contains("report.md");
        assertThat(directory.resolve("report.md"))
                .content()
                .contains("| C=50 D=1 | selector | 1,000 | 5,000 |");
    }

    private int execute(String... arguments) {
        return new CommandLine(new Compare())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
