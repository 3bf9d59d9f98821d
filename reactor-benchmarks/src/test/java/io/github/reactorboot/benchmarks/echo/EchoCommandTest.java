package io.github.reactorboot.benchmarks.echo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

class EchoCommandTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        InputStream nothing = new ByteArrayInputStream(new byte[0]);
        return new CommandLine(new EchoCommand(nothing, new PrintStream(out, true)))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    @ParameterizedTest
    @EnumSource
    void saysThePortAndEndsWithItsInput(ServerKind kind) {
        assertThat(run("--server", kind.toString(), "--framing", "length", "--control")).isZero();
        assertThat(out.toString()).matches("listening on [1-9][0-9]*\\R");
    }

    @ParameterizedTest
    @CsvSource({
        "reactor, there is no engine 'kqueue'",
        "spring, there is no engine 'kqueue'",
        "netty, 'netty has no engine ''kqueue''; it has nio, epoll, io_uring'",
        "selector, selector has no engine 'kqueue'; it has nio",
    })
    void refusesAnEngineThatIsNotThere(String server, String message) {
        assertThat(run("--server", server, "--engine", "kqueue")).isEqualTo(2);
        assertThat(err.toString()).contains(message);
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "--server spring --framing length --fan-out, --server spring has no --fan-out",
        "--server netty --fan-out, --fan-out needs --framing length",
        "--server netty --framing length --fan-out --loops 2, --fan-out needs --loops 1",
        "--server netty --loops 0, --loops must be at least 1",
        "--server netty --port 65536, --port must be 0 to 65535",
        "--server netty --engine io_uring --idle spin, netty's io_uring has no --idle spin",
    })
    void refusesWhatDoesNotGoTogether(String arguments, String message) {
        assertThat(run(arguments.split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains(message);
    }

    @Test
    void needsToKnowWhichServer() {
        assertThat(run("--port", "0")).isEqualTo(2);
        assertThat(err.toString()).contains("--server");
    }
}
