package io.github.reactorboot.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers that do as they should. */
@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LoadCommandTest {

    /** A window in which a machine that does other things too still completes a message. */
    private static final String LONG = "--seconds=1";

    @ParameterizedTest
    @Tag("M3")
    @CsvSource({
        "raw,     1,  1, 64",
        "length,  1,  1, 64",
        "raw,    20, 32, 64",
        "length, 20, 32, 64",
        "raw,     3,  5, 1",
        "length,  3,  5, 1"
    })
    void measuresAnEchoServer(String framing, int connections, int inFlight, int payload)
            throws IOException {
        try (TestServer server = TestServer.echo()) {
            CommandRun run =
                    CommandRun.of(
                            server.port(),
                            "--framing=" + framing,
                            "--connections=" + connections,
                            "--in-flight=" + inFlight,
                            "--payload=" + payload,
                            LONG,
                            "--pid=" + ProcessHandle.current().pid());

            assertThat(run.err()).isEmpty();
            assertThat(run.exitCode()).isZero();
            LoadResult result = run.result();
            assertThat(result.pattern()).isEqualTo("echo");
            assertThat(result.framing()).isEqualTo(framing);
            assertThat(result.connections()).isEqualTo(connections);
            assertThat(result.inFlight()).isEqualTo(inFlight);
            assertThat(result.payloadBytes()).isEqualTo(payload);
            assertThat(result.seconds()).isGreaterThanOrEqualTo(1);
            assertThat(result.messages()).isPositive();
            assertThat(result.messagesPerSecond()).isEqualTo(result.messages() / result.seconds());
            assertThat(result.serverCpuNanosPerMessage()).isNotNull();
            assertThat(result.latency().count()).isEqualTo(result.messages());
            assertThat(result.offeredPerSecond()).isNull();
            assertThat(result.lateness()).isNull();
            assertThat(result.errors()).isZero();
            assertThat(server.accepted()).isEqualTo(connections);
        }
    }

    @Test
    void sendsAndReceivesMoreThanSocketsTakeAtOnce() throws IOException {
        try (TestServer server = TestServer.echo()) {
            CommandRun run =
                    CommandRun.of(
                            server.port(),
                            "--framing=length",
                            "--connections=2",
                            "--in-flight=4",
                            "--payload=3000000");

            assertThat(run.err()).isEmpty();
            assertThat(run.exitCode()).isZero();
        }
    }

    @Test
    void takesRepliesInAnyPieces() throws IOException {
        TestServer.Service service =
                (in, out) -> {
                    byte[] bytes = new byte[3];
                    int length = 1;
                    for (int count = in.read(bytes, 0, 1);
                            count >= 0;
                            count = in.read(bytes, 0, length)) {
                        out.write(bytes, 0, count);
                        length = length % 3 + 1;
                    }
                };
        try (TestServer server = new TestServer(service)) {
            CommandRun run =
                    CommandRun.of(
                            server.port(),
                            "--framing=length",
                            "--payload=7",
                            "--connections=3",
                            LONG);

            assertThat(run.err()).isEmpty();
            assertThat(run.exitCode()).isZero();
            assertThat(run.result().messages()).isPositive();
        }
    }

    @Test
    void offersAFixedRate() throws IOException {
        try (TestServer server = TestServer.echo()) {
            CommandRun run =
                    CommandRun.of(
                            server.port(), "--rate=1000", "--connections=7", "--seconds=0.25");

            assertThat(run.exitCode()).isZero();
            LoadResult result = run.result();
            assertThat(result.offeredPerSecond()).isEqualTo(1000);
            assertThat(run.err()).contains("the generator was late by");
            assertThat(result.lateness().count()).isEqualTo(result.latency().count());
            // Every message meant to go in the window, however late the machine was to do it.
            assertThat(result.latency().count())
                    .isBetween(
                            (long) (result.seconds() * 1000) - 1,
                            (long) (result.seconds() * 1000) + 1);
        }
    }

    @Test
    void opensConnectionsOneAfterAnother() throws IOException {
        try (TestServer server = TestServer.echo()) {
            CommandRun run =
                    CommandRun.of(server.port(), "--pattern=connect", "--connections=4", LONG);

            assertThat(run.err()).isEmpty();
            assertThat(run.exitCode()).isZero();
            LoadResult result = run.result();
            assertThat(result.messages()).isPositive().isLessThanOrEqualTo(server.accepted());
            assertThat(result.latency().count()).isEqualTo(result.messages());
        }
    }

    @Test
    void holdsConnectionsUntilItsInputEnds() throws Exception {
        try (TestServer server = TestServer.echo()) {
            OpenInput in = new OpenInput();
            StringWriter out = new StringWriter();
            CompletableFuture<CommandRun> run = hold(server, in, out);
            awaitHolding(out, run);

            assertThat(server.openConnections()).isEqualTo(60);
            assertThat(run).isNotDone();
            in.end();
            assertThat(run.get().exitCode()).isZero();
            assertThat(run.get().out()).isEqualTo("holding 60" + System.lineSeparator());
            assertThat(run.get().err()).isEmpty();
        }
    }

    @Test
    void tellsThatAHeldConnectionIsGone() throws Exception {
        try (TestServer server = TestServer.echo()) {
            OpenInput in = new OpenInput();
            StringWriter out = new StringWriter();
            CompletableFuture<CommandRun> run = hold(server, in, out);
            awaitHolding(out, run);
            server.closeConnectionsUntilClientsKnow();
            in.end();

            assertThat(run.get().exitCode()).isEqualTo(1);
            assertThat(run.get().err()).contains("closed by the server");
        }
    }

    @Test
    void endsEarlyWithItsInput() throws Exception {
        try (TestServer server = TestServer.echo()) {
            OpenInput in = new OpenInput();
            CompletableFuture<CommandRun> run =
                    CompletableFuture.supplyAsync(() ->
                            CommandRun.of(
                                    in,
                                    new StringWriter(),
                                    server.port(),
                                    "--control",
                                    "--warmup=3600"));
            while (server.accepted() == 0 && !run.isDone()) {
                Thread.onSpinWait();
            }
            assertThat(run).isNotDone();
            in.end();

            assertThat(run.get().exitCode()).isEqualTo(1);
            assertThat(run.get().err()).contains("the run was ended early");
        }
    }

    /** Standard input that ends when the test says so. */
    private static final class OpenInput extends InputStream {

        private final CountDownLatch end = new CountDownLatch(1);

        void end() {
            end.countDown();
        }

        @Override
        public int read() throws IOException {
            try {
                end.await();
                return -1;
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    private static CompletableFuture<CommandRun> hold(
            TestServer server, OpenInput in, StringWriter out) {
        return CompletableFuture.supplyAsync(() ->
                CommandRun.of(
                        in,
                        out,
                        server.port(),
                        "--pattern=hold",
                        "--connections=60",
                        "--framing=length"));
    }

    private static void awaitHolding(StringWriter out, CompletableFuture<CommandRun> run) {
        while (!out.toString().contains("holding") && !run.isDone()) {
            Thread.onSpinWait();
        }
        assertThat(out.toString()).contains("holding 60");
    }

    @Test
    void publishesToSubscribers() throws IOException {
        try (TestServer server = TestServer.fanOut()) {
            CommandRun run =
                    CommandRun.of(
                            server.port(),
                            "--pattern=fan-out",
                            "--framing=length",
                            "--connections=5",
                            "--in-flight=3",
                            "--payload=20");

            assertThat(run.err()).isEmpty();
            assertThat(run.exitCode()).isZero();
            LoadResult result = run.result();
            assertThat(server.accepted()).isEqualTo(6);
            // A message is measured once, and delivered five times.
            assertThat(result.messages())
                    .isBetween(
                            5 * (result.latency().count() - 3), 5 * (result.latency().count() + 3));
        }
    }

    @Test
    void printsATableWithoutJson() throws IOException {
        try (TestServer server = TestServer.echo()) {
            CommandRun run = CommandRun.of(server.port(), "--json=false", LONG);

            assertThat(run.exitCode()).isZero();
            assertThat(run.out())
                    .contains("echo: 50 connections, 1 in flight, 64 bytes, framing raw")
                    .containsPattern("messages/s +[1-9]")
                    .containsPattern("p99.9 ")
                    .containsPattern("errors +0");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--rate=0 | --rate must be above 0",
                "--rate=5 --pattern=connect | --rate goes with --pattern echo only",
                "--pattern=fan-out | --pattern fan-out goes with --framing length only",
                "--connections=0 | --connections must be from 1",
                "--payload=0 | --payload must be from 1",
                "--seconds=0 | --seconds must be above 0",
                "--pid=2147483647 | there is no process 2147483647",
                "--framing=lines | Invalid value for option '--framing'"
            })
    void refusesOptionsThatMakeNoSense(String options, String message) {
        CommandRun run = CommandRun.of(1, options.split(" "));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(message);
    }
}
