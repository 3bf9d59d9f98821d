package io.github.reactorboot.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Which engine a start takes, what it says about it, and that it says nothing else. */
@EnabledOnOs(OS.LINUX)
class EngineTest {

    private static final int JAVA = Runtime.version().feature();

    /** What stands in the way of epoll where native access is not enabled. */
    private static final String OBSTACLE =
            JAVA < 22
                    ? "needs Java 22 or newer, this is Java " + JAVA
                    : "native access is not enabled: add the line 'Enable-Native-Access: ALL-UNNAMED'"
                            + " to the manifest of the application's jar";

    @Test
    @EnabledForJreRange(minVersion = 22)
    void epollIsTakenWhereNativeAccessIsEnabled() throws Exception {
        try (OwnJvm jvm = new OwnJvm(List.of("--enable-native-access=ALL-UNNAMED"))) {
            assertThat(jvm.startAndEnd())
                    .contains(
                            "Reactor default: engine epoll (best that is available here), 2 loops;",
                            "nio not taken: epoll ranks higher",
                            "Listener 'cache' listens on 127.0.0.1:")
                    .doesNotContain("WARN", "ERROR");
        }
    }

    @Test
    void nioIsTakenQuietlyElsewhere() throws Exception {
        try (OwnJvm jvm = new OwnJvm(List.of())) {
            assertThat(jvm.startAndEnd())
                    .containsPattern(
                            "Reactor default: engine nio \\(best that is available here\\), 2 loops;"
                                    + " epoll.* not taken: ")
                    .contains(" not taken: " + OBSTACLE)
                    .doesNotContain("WARN", "ERROR");
        }
    }

    @Test
    void anEngineThatIsAskedForAndCannotBeHadEndsTheStart() throws Exception {
        try (OwnJvm jvm = new OwnJvm(List.of(), "--reactor.runtimes.default.engine=epoll")) {
            assertThat(jvm.startAndEnd())
                    .contains(
                            "APPLICATION FAILED TO START",
                            "Runtime 'default' has no engine (reactor.runtimes.default.engine):"
                                    + " engine 'epoll' cannot be used: "
                                    + OBSTACLE,
                            (JAVA < 22
                                            ? "Run the application on Java 22 or newer"
                                            : "Remove what stands in the way")
                                    + ", or set reactor.runtimes.default.engine to auto")
                    .doesNotContain("\tat ");
            assertThat(jvm.exitValue()).isEqualTo(1);
        }
    }
}
