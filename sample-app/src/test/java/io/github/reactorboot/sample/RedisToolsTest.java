package io.github.reactorboot.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.test.LocalReactorPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The tools that come with Redis. They must be installed. */
@CacheTest
class RedisToolsTest {

    private final int port;

    RedisToolsTest(@LocalReactorPort("cache") int port) {
        this.port = port;
    }

    private String run(String input, String tool, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(tool, "-p", Integer.toString(port)));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> output(process));
        process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s ended", command).isTrue();
        assertThat(process.exitValue()).as("%s: %s", command, output.get()).isZero();
        return output.get();
    }

    private static String output(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String cli(String... arguments) throws Exception {
        return run("", "redis-cli", arguments).strip();
    }

    @Test
    void cliRunsCommands() throws Exception {
        assertThat(cli("PING")).isEqualTo("PONG");
        assertThat(cli("SET", "cli", "a b")).isEqualTo("OK");
        assertThat(cli("GET", "cli")).isEqualTo("a b");
        assertThat(cli("--scan", "--pattern", "cl?")).isEqualTo("cli");
        assertThat(cli("DEL", "cli")).isEqualTo("1");
        assertThat(cli("GET", "cli")).isEmpty();
        assertThat(cli("NOSUCH", "a")).startsWith("ERR unknown command 'NOSUCH'");
        assertThat(cli("INFO")).contains("redis_version:", "connected_clients:");
        assertThat(cli("CONFIG", "GET", "maxmemory-policy")).contains("noeviction");
        assertThat(cli("CLIENT", "LIST")).contains("addr=127.0.0.1:");
    }

    @Test
    void cliRunsASession() throws Exception {
        String session =
                "HELLO 3\nSET session 1 EX 100\nINCR session\nHELP GET\nDEL session\nQUIT\n";
        assertThat(run(session, "redis-cli")).contains("proto 3", "OK", "2", "The value of a key");
    }

    @Test
    void cliPipesManyCommands() throws Exception {
        String commands = "SET piped x\r\n".repeat(10_000);
        assertThat(run(commands, "redis-cli", "--pipe")).contains("errors: 0, replies: 10000");
    }

    @Test
    void benchmarkRuns() throws Exception {
        String output =
                run(
                        "",
                        "redis-benchmark",
                        "-t",
                        "ping,set,get,incr,mset",
                        "-n",
                        "5000",
                        "-P",
                        "16",
                        "-c",
                        "50",
                        "--csv");
        assertThat(output)
                .contains("PING_INLINE", "PING_MBULK", "SET", "GET", "INCR", "MSET")
                .doesNotContain("WARNING", "rror");
    }
}
