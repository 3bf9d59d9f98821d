package io.github.reactorboot.benchmarks.yardstick;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.reactorboot.benchmarks.echo.EchoClient;
import io.github.reactorboot.benchmarks.process.Child;
import io.github.reactorboot.benchmarks.process.ChildFailure;
import io.github.reactorboot.benchmarks.process.Children;
import io.github.reactorboot.benchmarks.process.Pinning;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The real servers, as gcc makes them here. */
class CompiledServersTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Children CHILDREN = new Children();
    private static final CompiledServers SERVERS = new CompiledServers(CHILDREN, Pinning.none());

    @BeforeAll
    static void assumeCompiler() {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(directory -> Files.isExecutable(Path.of(directory, "gcc"))),
                "gcc is not installed");
    }

    @AfterAll
    static void endChildren() {
        CHILDREN.close();
    }

    @ParameterizedTest
    @CsvSource({"c-epoll,raw", "c-epoll,length", "c-io_uring,raw", "c-io_uring,length"})
    void sendsBackWhatArrivesInPieces(String program, String framing) throws Exception {
        try (Child server = start(program, framing);
                EchoClient client = EchoClient.connect(port(server))) {
            byte[] messages = EchoClient.frames(1, 0, 5, 64);
            for (byte each : messages) {
                client.send(new byte[] {each});
            }
            assertThat(client.receive(messages.length)).isEqualTo(messages);
        }
    }

    @ParameterizedTest
    @CsvSource({"c-epoll,raw", "c-epoll,length", "c-io_uring,raw", "c-io_uring,length"})
    void sendsBackMoreThanTheSocketsHoldCutAnywhere(String program, String framing)
            throws Exception {
        try (Child server = start(program, framing)) {
            int port = port(server);
            try (EchoClient one = EchoClient.connect(port);
                    EchoClient other = EchoClient.connect(port)) {
                byte[] messages = EchoClient.manyFrames();
                Thread sender =
                        Thread.ofVirtual().start(() -> one.sendCut(messages, new Random(7)));
                byte[] few = EchoClient.frames(9);
                other.send(few);
                assertThat(other.receive(few.length)).isEqualTo(few);
                assertThat(one.receive(messages.length)).isEqualTo(messages);
                sender.join();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"c-epoll,raw", "c-epoll,length", "c-io_uring,raw", "c-io_uring,length"})
    void keepsWhatThePeerDoesNotTakeYet(String program, String framing) throws Exception {
        int[] lengths = new int[40];
        Arrays.fill(lengths, 1 << 20);
        byte[] messages = EchoClient.frames(lengths);
        try (Child server = start(program, framing);
                EchoClient client = EchoClient.connect(port(server))) {
            Thread sender = Thread.ofVirtual().start(() -> client.sendCut(messages, new Random(5)));
            // It waits when the sockets are full.
            while (sender.isAlive() && sender.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            assertThat(client.receive(messages.length)).isEqualTo(messages);
            sender.join();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"c-epoll", "c-io_uring"})
    void servesManyAtOnceThatEachSendMoreThanOneReadTakes(String program) throws Exception {
        List<EchoClient> clients = new ArrayList<>();
        try (Child server = start(program, "length")) {
            int port = port(server);
            byte[] messages = EchoClient.frames(50_000, 64, 50_000);
            for (int i = 0; i < 100; i++) {
                clients.add(EchoClient.connect(port));
            }
            for (EchoClient client : clients) {
                client.send(messages);
            }
            for (EchoClient client : clients) {
                assertThat(client.receive(messages.length)).isEqualTo(messages);
            }
        } finally {
            for (EchoClient client : clients) {
                client.close();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"c-epoll,raw", "c-epoll,length", "c-io_uring,raw", "c-io_uring,length"})
    void endsTheStreamBehindTheLastAnswerAndOutlivesAReset(String program, String framing)
            throws Exception {
        try (Child server = start(program, framing)) {
            int port = port(server);
            try (EchoClient lost = EchoClient.connect(port);
                    EchoClient client = EchoClient.connect(port)) {
                byte[] messages = EchoClient.frames(64, 64, 64);
                lost.send(messages);
                lost.reset();
                client.send(messages);
                client.endOutput();
                assertThat(client.receiveRest()).isEqualTo(messages);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"c-epoll", "c-io_uring"})
    void closesAConnectionWhoseFrameIsTooLong(String program) throws Exception {
        try (Child server = start(program, "length");
                EchoClient client = EchoClient.connect(port(server))) {
            client.send(new byte[] {0x7F, 0, 0, 0});
            assertThat(client.receiveRest()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"c-epoll", "c-io_uring"})
    void answersQuestionsAndEndsWithThem(String program) throws Exception {
        try (Child server = start(program, "raw")) {
            port(server);
            server.writeLine("allocated\nwhat");
            assertThat(server.readLine("allocated ", PATIENCE)).isEqualTo("0");
            assertThat(server.readLine(PATIENCE)).isEqualTo("unknown what");
            server.writeLine("allocated");
            assertThat(server.readLine("allocated ", PATIENCE)).isEqualTo("0");
            server.endInput();
            server.awaitSuccess(PATIENCE);
        }
    }

    @Test
    void aProgramThatIsNotThereIsNamed() {
        assertThatExceptionOfType(ChildFailure.class)
                .isThrownBy(() -> SERVERS.start(List.of("c-nio")))
                .withMessageContaining("there is no c-nio.c");
    }

    @Test
    void whatItDoesNotUnderstandIsQuoted() throws Exception {
        try (Child server = SERVERS.start(List.of("c-epoll", "--framing", "line"))) {
            assertThatExceptionOfType(ChildFailure.class)
                    .isThrownBy(() -> port(server))
                    .withMessageContaining("ended with 2")
                    .withMessageEndingWith("cannot understand --framing line");
        }
    }

    @Test
    void aCompilerThatIsNotThereIsNamed() {
        CompiledServers none = new CompiledServers(CHILDREN, "no-such-gcc", Pinning.none());
        assertThatExceptionOfType(ChildFailure.class)
                .isThrownBy(() -> none.start(List.of("c-epoll")))
                .withMessageContaining("no-such-gcc");
    }

    @Test
    void aCompilerThatFailsIsQuoted() {
        CompiledServers failing = new CompiledServers(CHILDREN, "false", Pinning.none());
        assertThatExceptionOfType(ChildFailure.class)
                .isThrownBy(() -> failing.start(List.of("c-epoll")))
                .withMessageContaining("'false c-epoll.c' ended with 1");
    }

    private static Child start(String program, String framing) throws Exception {
        return SERVERS.start(List.of(program, "--control", "--framing", framing, "--port", "0"));
    }

    private static int port(Child server) throws ChildFailure, InterruptedException {
        try {
            return Integer.parseInt(server.readLine("listening on ", PATIENCE));
        } catch (ChildFailure e) {
            assumeFalse(
                    String.valueOf(e.getMessage()).contains("io_uring_setup"),
                    "io_uring is forbidden here");
            throw e;
        }
    }
}
