package io.github.reactorboot.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChildTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Children children = new Children();

    @AfterEach
    void endChildren() {
        children.close();
    }

    @Test
    void linesAreReadInOrder() throws Exception {
        try (Child child = shell("echo listening on 7; echo more")) {
            assertThat(child.readLine("listening on ", PATIENCE)).isEqualTo("7");
            assertThat(child.readLine(PATIENCE)).isEqualTo("more");
            child.awaitSuccess(PATIENCE);
        }
    }

    @Test
    void linesAreAnswered() throws Exception {
        try (Child child = shell("read line; echo got $line")) {
            child.writeLine("this");
            assertThat(child.readLine(PATIENCE)).isEqualTo("got this");
        }
    }

    @Test
    void deathBeforeTheFirstLineIsToldWithFirstAndLastWords() throws Exception {
        String script = "for i in $(seq 40); do echo word $i >&2; done; exit 3";
        try (Child child = shell(script)) {
            assertThatExceptionOfType(ChildFailure.class)
                    .isThrownBy(() -> child.readLine(PATIENCE))
                    .withMessageContaining("'the child' ended with 3 before it said anything")
                    .withMessageContaining("word 5\n..\nword 26\n")
                    .withMessageEndingWith("word 40");
        }
    }

    @Test
    void anEndIsToldTwice() throws Exception {
        try (Child child = shell("exit 3")) {
            for (int i = 0; i < 2; i++) {
                assertThatExceptionOfType(ChildFailure.class)
                        .isThrownBy(() -> child.readLine(PATIENCE))
                        .withMessageContaining("ended with 3");
            }
        }
    }

    @Test
    void anotherLineThanExpectedIsShown() throws Exception {
        try (Child child = shell("echo hello")) {
            assertThatExceptionOfType(ChildFailure.class)
                    .isThrownBy(() -> child.readLine("listening on ", PATIENCE))
                    .withMessageContaining("said 'hello' where 'listening on ..' was expected");
        }
    }

    @Test
    void silenceHasAnEnd() throws Exception {
        try (Child child = shell("cat")) {
            assertThatExceptionOfType(ChildFailure.class)
                    .isThrownBy(() -> child.readLine(Duration.ofMillis(1)))
                    .withMessageContaining("said nothing");
        }
    }

    @Test
    void anotherExitCodeThanZeroIsAFailure() throws Exception {
        try (Child child = shell("echo too bad >&2; exit 1")) {
            assertThatExceptionOfType(ChildFailure.class)
                    .isThrownBy(() -> child.awaitSuccess(PATIENCE))
                    .withMessage("'the child' ended with 1:\ntoo bad");
        }
    }

    @Test
    void closingEndsTheInputWhichEndsTheChild() throws Exception {
        Child child = shell("cat; echo said goodbye");
        child.endInput();
        assertThat(child.readLine(PATIENCE)).isEqualTo("said goodbye");
        child.close();
        assertThat(isAlive(child)).isFalse();
    }

    @Test
    void closingAllKillsWhatDoesNotListen() throws Exception {
        Child child = shell("echo up; exec sleep 1000");
        assertThat(child.readLine(PATIENCE)).isEqualTo("up");
        ProcessHandle process = ProcessHandle.of(child.pid()).orElseThrow();
        children.close();
        process.onExit().get(20, java.util.concurrent.TimeUnit.SECONDS);
        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void nothingIsStartedAfterTheEnd() {
        children.close();
        assertThatExceptionOfType(ChildFailure.class)
                .isThrownBy(() -> shell("true"))
                .withMessageContaining("is not started");
    }

    @Test
    void aMissingProgramIsNamed() {
        assertThatExceptionOfType(ChildFailure.class)
                .isThrownBy(() -> children.start("it", List.of("/no/such/program")))
                .withMessageContaining("'it' cannot be started")
                .withMessageContaining("/no/such/program");
    }

    private Child shell(String script) throws ChildFailure {
        return children.start("the child", List.of("sh", "-c", script));
    }

    private static boolean isAlive(Child child) {
        return ProcessHandle.of(child.pid()).map(ProcessHandle::isAlive).orElse(false);
    }
}
