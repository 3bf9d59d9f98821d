package io.github.reactorboot.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.reactorboot.benchmarks.load.LoadResult;
import io.github.reactorboot.benchmarks.process.ChildFailure;
import io.github.reactorboot.benchmarks.process.Children;
import io.github.reactorboot.benchmarks.process.Launcher;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Server and client are scripts here. */
class ProcessWindowsTest {

    private static final String SERVER = "echo listening on 1234; cat >/dev/null";

    private final Children children = new Children();
    private final List<String> commands = new ArrayList<>();

    @AfterEach
    void endChildren() {
        children.close();
    }

    @Test
    void theClientsResultIsTheWindows() throws Exception {
        WindowResult result = run(window(), SERVER, prints(Sample.load(1000, 5, 0), 0));
        assertThat(result.failure()).isNull();
        assertThat(result.load()).isEqualTo(Sample.load(1000, 5, 0));
        assertThat(commands.get(0))
                .isEqualTo(
                        "echo --control --server netty --engine nio --framing raw --idle block"
                                + " --port 0");
        assertThat(commands.get(1))
                .matches(
                        "load --pattern echo --port 1234 --connections 50 --payload 64"
                                + " --framing raw --json --control --in-flight 1 --warmup 1 --seconds 2"
                                + " --pid \\d+ --rate 500");
    }

    @Test
    void errorsThatTheClientCountedAreKeptWithItsFigures() throws Exception {
        WindowResult result = run(window(), SERVER, prints(Sample.load(1000, 5, 7), 1));
        assertThat(result.failure()).contains("7 errors");
        assertThat(result.load()).isEqualTo(Sample.load(1000, 5, 7));
    }

    @Test
    void aServerThatDiesIsQuoted() {
        String dies = "echo no io_uring in this kernel >&2; exit 1";
        assertThatExceptionOfType(ChildFailure.class)
                .isThrownBy(() -> run(window(), dies, "true"))
                .withMessageContaining("'server' ended with 1")
                .withMessageEndingWith("no io_uring in this kernel");
    }

    @Test
    void aClientThatDiesIsQuoted() {
        assertThatExceptionOfType(ChildFailure.class)
                .isThrownBy(() -> run(window(), SERVER, "echo refused >&2; exit 1"))
                .withMessageContaining("'client' ended with 1")
                .withMessageEndingWith("refused");
    }

    @Test
    void anotherAnswerThanAResultIsShown() {
        assertThatExceptionOfType(ChildFailure.class)
                .isThrownBy(() -> run(window(), SERVER, "echo hello"))
                .withMessageContaining("said 'hello', which is no result");
    }

    @Test
    void goodFiguresFromAClientThatFailsAfterwardsDoNotCount() {
        assertThatExceptionOfType(ChildFailure.class)
                .isThrownBy(() -> run(window(), SERVER, prints(Sample.load(1000, 5, 0), 9)))
                .withMessageContaining("'client' ended with 9");
    }

    private static Window window() {
        Variant variant = Variant.load(ServerShape.RAW, LoadShape.echo(50, 1));
        return new Window("plain", variant, Contender.named("netty-nio"), 1, 500.0);
    }

    private static String prints(LoadResult result, int exitCode) {
        String json = JsonMapper.shared().writeValueAsString(result);
        return "echo '%s'; exit %d".formatted(json, exitCode);
    }

    private WindowResult run(Window window, String server, String client) throws Exception {
        return new ProcessWindows(
                        children,
                        new Servers(script("server", server), script("compiled", server)),
                        script("client", client),
                        new Timing(1, 2))
                .run(window);
    }

    private Launcher script(String name, String script) {
        return arguments -> {
            commands.add(String.join(" ", arguments));
            return children.start(name, List.of("sh", "-c", script));
        };
    }
}
