package io.github.reactorboot.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.benchmarks.framing.Framing;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that do not as they should: each is told from a slow one, and its run is not sound. */
@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FaultyServerTest {

    private static final int GOOD_MESSAGES = 5;
    private static final String[] FRAMED = {
        "--framing=length", "--payload=10", "--connections=1", "--seconds=20"
    };

    /** What a server does with its sixth message. */
    private interface Sixth {
        void answer(byte[] payload, DataOutputStream out) throws IOException;
    }

    private static CommandRun run(Sixth sixth, String... options) throws IOException {
        TestServer.Service service =
                (input, output) -> {
                    DataInputStream in = new DataInputStream(input);
                    DataOutputStream out = new DataOutputStream(output);
                    for (int message = 0; message < GOOD_MESSAGES; message++) {
                        frame(in.readNBytes(in.readInt()), out);
                    }
                    sixth.answer(in.readNBytes(in.readInt()), out);
                    TestServer.echo(in, out);
                };
        try (TestServer server = new TestServer(service)) {
            String[] all = new String[FRAMED.length + options.length];
            System.arraycopy(FRAMED, 0, all, 0, FRAMED.length);
            System.arraycopy(options, 0, all, FRAMED.length, options.length);
            return CommandRun.of(server.port(), all);
        }
    }

    private static void frame(byte[] payload, DataOutputStream out) throws IOException {
        byte[] frame = new byte[Integer.BYTES + payload.length];
        frame[3] = (byte) payload.length;
        System.arraycopy(payload, 0, frame, Integer.BYTES, payload.length);
        out.write(frame);
    }

    private static void assertFault(CommandRun run, String message) {
        assertThat(run.err()).contains(message);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.result().errors()).isEqualTo(1);
    }

    @Test
    void aByteIsWrong() throws IOException {
        CommandRun run =
                run((payload, out) -> {
                    payload[9] ^= 1;
                    frame(payload, out);
                });

        assertFault(run, "connection 0: wrong byte in message 6, byte 13: 0x");
    }

    @Test
    void aLengthFieldIsWrong() throws IOException {
        CommandRun run =
                run((payload, out) -> {
                    out.writeInt(11);
                    out.write(payload);
                });

        assertFault(
                run,
                "connection 0: wrong length field in message 6, byte 3: 0x0b came, 0x0a expected");
    }

    @Test
    void bytesAreLost() throws IOException {
        CommandRun run =
                run(
                        (payload, out) -> {
                            out.writeInt(10);
                            out.write(payload, 0, 4);
                        },
                        "--in-flight=8");

        assertFault(run, "connection 0: wrong byte in message 6, byte 8");
    }

    @Test
    void aMessageIsLost() throws IOException {
        CommandRun run = run((payload, out) -> {}, "--in-flight=8");

        assertFault(run, "connection 0: wrong byte in message 6, byte 4");
    }

    @Test
    void theLastMessageIsLost() throws IOException {
        CommandRun run = run((payload, out) -> {}, "--stall=3");

        assertFault(
                run,
                "the server stopped answering: nothing for 3000 ms, awaited: 1 replies, the first on connection 0");
    }

    @Test
    void aMessageIsDoubled() throws IOException {
        CommandRun run =
                run(
                        (payload, out) -> {
                            frame(payload, out);
                            frame(payload, out);
                        },
                        "--in-flight=8");

        assertFault(run, "connection 0: wrong byte in message 7, byte 4");
    }

    @Test
    void moreComesThanWasSent() throws IOException {
        // The second is what message 7 would be, so that no byte is wrong.
        CommandRun run =
                run((payload, out) -> {
                    Messages messages = new Messages(Framing.LENGTH, 10, 1);
                    byte[] next = new byte[10];
                    messages.from(messages.offsetOf(6) + Integer.BYTES, 10).get(next);
                    byte[] both = new byte[28];
                    both[3] = 10;
                    both[17] = 10;
                    System.arraycopy(payload, 0, both, 4, 10);
                    System.arraycopy(next, 0, both, 18, 10);
                    out.write(both);
                });

        assertFault(run, "connection 0: 1 messages more came back than were sent");
    }

    @Test
    void aServerIsAheadOfWhatWasSent() throws IOException {
        // It guesses the next length field: no byte is ever wrong.
        TestServer.Service ahead =
                (in, out) -> {
                    out.write(new byte[2]);
                    byte[] frame = new byte[14];
                    while (in.readNBytes(frame, 0, 14) == 14) {
                        byte[] shifted = Arrays.copyOfRange(frame, 2, 16);
                        out.write(shifted);
                    }
                };
        try (TestServer server = new TestServer(ahead)) {
            assertFault(
                    CommandRun.of(
                            server.port(), "--framing=length", "--payload=10", "--connections=1"),
                    "connection 0: 2 bytes more came back than were sent");
        }
    }

    @Test
    void oneOfManyConnectionsIsForgotten() throws IOException {
        AtomicInteger connections = new AtomicInteger();
        TestServer.Service forgetful =
                (in, out) -> {
                    boolean forgotten = connections.incrementAndGet() == 3;
                    out.write(in.readNBytes(64));
                    in.transferTo(forgotten ? OutputStream.nullOutputStream() : out);
                };
        try (TestServer server = new TestServer(forgetful)) {
            CommandRun run = CommandRun.of(server.port(), "--connections=5", "--stall=3");

            assertThat(run.err())
                    .containsPattern("awaited: 1 replies, the first on connection [0-4]");
            assertThat(run.exitCode()).isEqualTo(1);
        }
    }

    @Test
    void theConnectionIsClosed() throws IOException {
        CommandRun run = run((payload, out) -> out.close());

        assertFault(run, "connection 0: closed by the server");
    }

    @Test
    void faultsAreCountedAndTheFirstTold() throws IOException {
        try (TestServer server = new TestServer((in, out) -> in.readNBytes(64))) {
            CommandRun run = CommandRun.of(server.port(), "--connections=20");

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).containsPattern("connection \\d+: closed by the server");
            assertThat(run.err().lines().count()).isBetween(1L, 6L);
            LoadResult result = run.result();
            assertThat(result.errors()).isPositive();
            assertThat(result.messages()).isZero();
            assertThat(result.messagesPerSecond()).isZero();
            assertThat(result.latency()).isNull();
        }
    }

    @Test
    void nobodyListens() throws IOException {
        int port;
        try (ServerSocket listener = new ServerSocket(0)) {
            port = listener.getLocalPort();
        }
        CommandRun run = CommandRun.of(port, "--connections=1");

        assertFault(run, "connection 0: Connection refused");
        assertFault(
                CommandRun.of(port, "--connections=1", "--pattern=connect"),
                "connection 0: Connection refused");
    }

    @Test
    void theServerNeverAnswers() throws IOException {
        TestServer.Service silent =
                (InputStream in, OutputStream out) ->
                        in.transferTo(OutputStream.nullOutputStream());
        try (TestServer server = new TestServer(silent)) {
            assertFault(
                    CommandRun.of(server.port(), "--connections=3", "--stall=1"),
                    "nothing for 1000 ms, awaited: 3 connections with a first reply");
            assertFault(
                    CommandRun.of(
                            server.port(),
                            "--pattern=fan-out",
                            "--framing=length",
                            "--connections=3",
                            "--stall=1"),
                    "nothing for 1000 ms, awaited: 3 subscribers with a first message");
        }
    }

    /** In the warm-up, or in the window itself. */
    @ParameterizedTest
    @ValueSource(strings = {"--warmup=20", "--warmup=0"})
    void theServerDoesNotKeepUp(String warmup) throws IOException {
        TestServer.Service answersOnce =
                (in, out) -> {
                    out.write(in.readNBytes(64));
                    in.transferTo(OutputStream.nullOutputStream());
                };
        try (TestServer server = new TestServer(answersOnce)) {
            assertFault(
                    CommandRun.of(
                            server.port(),
                            "--connections=3",
                            "--rate=10000",
                            "--outstanding-max=100",
                            warmup,
                            "--seconds=20"),
                    "the server did not keep up with 10000 messages/s: 100 outstanding");
        }
    }

    @Test
    void thePublisherGetsItsOwnMessages() throws IOException {
        try (TestServer server = TestServer.echo()) {
            assertFault(
                    CommandRun.of(
                            server.port(),
                            "--pattern=fan-out",
                            "--framing=length",
                            "--connections=2"),
                    "connection 2: the publisher was sent bytes");
        }
    }
}
