package io.github.reactorboot.engine.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that has no descriptor left (prlimit(2)), and gets some again. */
@Tag("fault-F1")
@Timeout(120)
class DescriptorLimitTest {

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "io_uring"})
    void whoConnectsWaitsAndOthersAreServed(String engine) throws Exception {
        try (OwnEcho echo = OwnEcho.start(engine);
                Socket first = echo.connect()) {
            assertThat(OwnEcho.echoes(first, 1)).isTrue();
            String limit = limit(echo);
            // None above the standard streams, which are in use.
            assumeThat(prlimit(echo, "3:")).as("prlimit is there").isTrue();
            try (Socket waiting = echo.connect()) {
                for (int pause = 50; pause <= 200; pause *= 2) {
                    assertThat(echo.awaitLine("pause " + pause)).contains("EMFILE");
                    assertThat(OwnEcho.echoes(first, 2)).isTrue();
                }
                assertThat(prlimit(echo, limit + ":")).isTrue();
                assertThat(OwnEcho.echoes(waiting, 3)).isTrue();
            }
            echo.end();
        }
    }

    private static String limit(OwnEcho echo) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + echo.pid() + "/limits"))) {
            return lines.filter(line -> line.startsWith("Max open files"))
                    .findFirst()
                    .orElseThrow()
                    .split(" +")[3];
        }
    }

    private static boolean prlimit(OwnEcho echo, String softLimit) throws Exception {
        try {
            return new ProcessBuilder("prlimit", "--pid", "" + echo.pid(), "--nofile=" + softLimit)
                            .inheritIO()
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
