package io.github.reactorboot.benchmarks.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.reactorboot.benchmarks.framing.Framing;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EchoServersTest {

    record Contender(ServerKind kind, String engine, Framing framing) {

        EchoServer start(int loops) throws IOException {
            return start(loops, Idle.BLOCK);
        }

        EchoServer start(int loops, Idle idle) throws IOException {
            assumeAvailable();
            return kind.start(new EchoOptions(engine, framing, 0, loops, idle, false));
        }

        EchoServer startFanOut() throws IOException {
            assumeAvailable();
            return kind.start(new EchoOptions(engine, framing, 0, 1, Idle.BLOCK, true));
        }

        private void assumeAvailable() {
            for (NettyTransport transport : NettyTransport.values()) {
                if (transport.engine().equals(engine)) {
                    assumeTrue(transport.unavailability() == null, engine + " is not to be had");
                }
            }
        }
    }

    static Stream<Contender> contenders() {
        List<Contender> all = new ArrayList<>();
        for (Framing framing : Framing.values()) {
            all.add(new Contender(ServerKind.SELECTOR, "nio", framing));
            for (NettyTransport transport : NettyTransport.values()) {
                all.add(new Contender(ServerKind.REACTOR, transport.engine(), framing));
                all.add(new Contender(ServerKind.SPRING, transport.engine(), framing));
                all.add(new Contender(ServerKind.NETTY, transport.engine(), framing));
            }
        }
        return all.stream();
    }

    static Stream<Contender> framedContenders() {
        return contenders().filter(each -> each.framing() == Framing.LENGTH);
    }

    static Stream<Contender> spinningContenders() {
        return framedContenders().filter(each -> !each.engine().equals("io_uring"));
    }

    static Stream<Contender> fanOutContenders() {
        return framedContenders().filter(each -> each.kind() != ServerKind.SPRING);
    }

    @ParameterizedTest
    @MethodSource("contenders")
    void sendsBackWhatArrivesInPieces(Contender contender) throws IOException {
        try (EchoServer server = contender.start(1);
                EchoClient client = EchoClient.connect(server)) {
            byte[] messages = EchoClient.frames(1, 0, 5, 64);
            for (byte each : messages) {
                client.send(new byte[] {each});
            }
            assertThat(client.receive(messages.length)).isEqualTo(messages);
        }
    }

    @ParameterizedTest
    @MethodSource("contenders")
    void sendsBackWhatArrivesTogetherBehindABeginning(Contender contender) throws IOException {
        try (EchoServer server = contender.start(1);
                EchoClient client = EchoClient.connect(server)) {
            byte[] first = EchoClient.frames(3);
            byte[] others = EchoClient.frames(200, 1_000, 64, 64, 64, 30_000);
            byte[] beginning = Arrays.copyOf(others, 150);
            client.send(first);
            client.send(beginning);
            // The answer says that the server has read so far, and perhaps further.
            assertThat(client.receive(first.length)).isEqualTo(first);
            client.send(Arrays.copyOfRange(others, 150, others.length));
            assertThat(client.receive(others.length)).isEqualTo(others);
        }
    }

    @ParameterizedTest
    @MethodSource("contenders")
    void sendsBackMoreThanTheSocketsHoldCutAnywhere(Contender contender) throws Exception {
        try (EchoServer server = contender.start(2);
                EchoClient one = EchoClient.connect(server);
                EchoClient other = EchoClient.connect(server)) {
            byte[] messages = EchoClient.manyFrames();
            Thread sender = Thread.ofVirtual().start(() -> one.sendCut(messages, new Random(7)));
            byte[] few = EchoClient.frames(9);
            other.send(few);
            assertThat(other.receive(few.length)).isEqualTo(few);
            assertThat(one.receive(messages.length)).isEqualTo(messages);
            sender.join();
        }
    }

    @ParameterizedTest
    @MethodSource("contenders")
    void endsTheStreamBehindTheLastAnswerAndOutlivesAReset(Contender contender) throws IOException {
        try (EchoServer server = contender.start(1);
                EchoClient lost = EchoClient.connect(server);
                EchoClient client = EchoClient.connect(server)) {
            byte[] messages = EchoClient.frames(64, 64, 64);
            lost.send(messages);
            lost.reset();
            client.send(messages);
            client.endOutput();
            assertThat(client.receiveRest()).isEqualTo(messages);
        }
    }

    @ParameterizedTest
    @MethodSource("framedContenders")
    void closesASessionWhoseFrameIsTooLong(Contender contender) throws IOException {
        try (EchoServer server = contender.start(1);
                EchoClient client = EchoClient.connect(server)) {
            client.send(new byte[] {0x7F, 0, 0, 0});
            assertThat(client.receiveRest()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("spinningContenders")
    void answersWhileItSpins(Contender contender) throws IOException {
        try (EchoServer server = contender.start(1, Idle.SPIN);
                EchoClient client = EchoClient.connect(server)) {
            byte[] message = EchoClient.frames(64);
            for (int i = 0; i < 100; i++) {
                client.send(message);
                assertThat(client.receive(message.length)).isEqualTo(message);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("fanOutContenders")
    void sendsToAllOthersAndNotBack(Contender contender) throws IOException {
        // Who connects last is served last, so when it is heard the others are there.
        try (EchoServer server = contender.startFanOut();
                EchoClient one = EchoClient.connect(server);
                EchoClient two = EchoClient.connect(server);
                EchoClient publisher = EchoClient.connect(server)) {
            byte[] news = EchoClient.frames(10, 0, 64, 64, 5_000);
            publisher.send(news);
            assertThat(one.receive(news.length)).isEqualTo(news);
            assertThat(two.receive(news.length)).isEqualTo(news);
            byte[] answer = EchoClient.frames(7);
            two.send(answer);
            assertThat(publisher.receive(answer.length)).isEqualTo(answer);
            assertThat(one.receive(answer.length)).isEqualTo(answer);
        }
    }

    @ParameterizedTest
    @MethodSource("fanOutContenders")
    void goesOnSendingToTheOthersWhenOneHasLeft(Contender contender) throws Exception {
        try (EchoServer server = contender.startFanOut();
                EchoClient slow = EchoClient.connect(server);
                EchoClient gone = EchoClient.connect(server);
                EchoClient publisher = EchoClient.connect(server)) {
            gone.endOutput();
            assertThat(gone.receiveRest()).isEmpty();
            byte[] news = EchoClient.manyFrames();
            Thread sender = Thread.ofVirtual().start(() -> publisher.sendCut(news, new Random(5)));
            assertThat(slow.receive(news.length)).isEqualTo(news);
            sender.join();
        }
    }

    @ParameterizedTest
    @MethodSource("framedContenders")
    void answersHowMuchItsLoopsAllocated(Contender contender) throws IOException {
        ByteArrayOutputStream answers = new ByteArrayOutputStream();
        try (EchoServer server = contender.start(1);
                EchoClient client = EchoClient.connect(server);
                PrintStream out = new PrintStream(answers)) {
            byte[] message = EchoClient.frames(64);
            client.send(message);
            assertThat(client.receive(message.length)).isEqualTo(message);
            assertThat(server.loopThreads()).hasSize(1);
            new ServerControl(server, out)
                    .run(new ByteArrayInputStream("allocated\nwhat\n".getBytes()));
        }
        assertThat(answers.toString().lines())
                .satisfiesExactly(
                        first -> assertThat(first).matches("allocated [1-9][0-9]*"),
                        second -> assertThat(second).isEqualTo("unknown what"));
    }
}
