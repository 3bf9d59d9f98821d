package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Datagrams over real sockets: each is a message, each source a session. */
@Tag("N5")
@Tag(TestEngine.SYSTEM_SOCKETS)
class DatagramListenerTest {

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void eachSourceIsASessionAndIsAnsweredAlone() throws IOException {
        RecordingHandler handler =
                new RecordingHandler()
                        .message((session, frame) -> {
                            String text = StandardCharsets.UTF_8.decode(frame).toString();
                            session.reply(bytes(session.name() + " got " + text));
                        });
        try (Live live = Live.start()) {
            Listener listener = live.listen(Live.datagrams(handler));
            try (DatagramClient one = DatagramClient.of(listener);
                    DatagramClient two = DatagramClient.of(listener)) {
                one.send("a");
                assertThat(one.receive()).isEqualTo("udp-1 got a");
                two.send("b");
                assertThat(two.receive()).isEqualTo("udp-2 got b");
                one.send("c");
                assertThat(one.receive()).isEqualTo("udp-1 got c");
                assertThat(one.hasNothing() && two.hasNothing()).isTrue();
                Session first = live.reactor.session("udp-1").orElseThrow();
                assertThat(first.remoteAddress()).isEqualTo(one.address());
                assertThat(first.localAddress()).isEqualTo(listener.localAddress());
                assertThat(live.reactor.session(first.id())).containsSame(first);
                assertThat(listener.sessions()).hasSize(2);
            }
            EndpointStats stats = listener.stats();
            assertThat(stats.sessions()).isEqualTo(2);
            assertThat(stats.framesIn()).isEqualTo(3);
            assertThat(stats.framesOut()).isEqualTo(3);
            assertThat(stats.bytesIn()).isEqualTo(3);
            assertThat(stats.queuedBytes()).isZero();
            assertThat(handler.threads).hasSize(1);
        }
        assertThat(handler.takeEvents())
                .containsExactly(
                        "open",
                        "message:a",
                        "open",
                        "message:b",
                        "message:c",
                        "close:SHUTDOWN",
                        "close:SHUTDOWN");
    }

    @Test
    void anEmptyDatagramIsAnEmptyMessageAndATooLargeOneIsDropped() throws IOException {
        RecordingHandler handler = RecordingHandler.echo();
        SessionSettings small =
                SessionSettings.DEFAULT
                        .withTimeouts(SessionTimeouts.DATAGRAM_DEFAULT)
                        .withMaxFrameBytes(100);
        try (Live live = Live.start()) {
            Listener listener = live.listen(Live.datagrams(handler).session(small));
            try (DatagramClient client = DatagramClient.of(listener)) {
                client.send(new byte[101]);
                client.send("");
                assertThat(client.receive()).isEmpty();
                client.send(new byte[65_507]);
                client.send("x".repeat(100));
                assertThat(client.receive()).hasSize(100);
            }
            assertThat(listener.datagramStats()).isEqualTo(new DatagramStats(2, 0, 0, 0));
            assertThat(handler.takeEvents())
                    .containsExactly("open", "message:", "message:" + "x".repeat(100));
        }
    }

    @Test
    void theLargestDatagramGoesBothWays() throws IOException {
        try (Live live = Live.start()) {
            Listener listener = live.listen(Live.datagrams(RecordingHandler.echo()));
            try (DatagramClient client = DatagramClient.of(listener)) {
                client.send("y".repeat(65_507));
                assertThat(client.receive()).hasSize(65_507);
            }
            Session session = listener.sessions().iterator().next();
            assertThatThrownBy(() -> session.send(new byte[65_508]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("65507")
                    .hasMessageContaining("65508");
            assertThatThrownBy(() -> session.batch().add(ByteBuffer.allocate(65_508)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    @Tag("G2")
    void otherThreadsSendInOrderAndAreToldOnce() throws Exception {
        RecordingHandler handler = new RecordingHandler();
        try (Live live = Live.start()) {
            Listener listener = live.listen(Live.datagrams(handler));
            try (DatagramClient client = DatagramClient.of(listener)) {
                client.send("hello");
                Session session = Await.next(handler.opened);
                BlockingQueue<String> told = new LinkedBlockingQueue<>();
                for (int i = 0; i < 50; i++) {
                    String text = "no " + i;
                    FlushCallback callback = (s, failure) -> told.add(text + ":" + failure);
                    assertThat(session.send(bytes(text), callback)).isEqualTo(SendResult.ACCEPTED);
                }
                for (int i = 0; i < 50; i++) {
                    assertThat(client.receive()).isEqualTo("no " + i);
                    assertThat(Await.next(told)).isEqualTo("no " + i + ":null");
                }
                live.awaitTurns();
                assertThat(told).isEmpty();
                assertThat(session.unsentBytes()).isZero();
            }
        }
    }

    @Test
    @Tag("G3")
    void aBatchIsManyDatagrams() throws IOException {
        RecordingHandler handler = new RecordingHandler();
        try (Live live = Live.start()) {
            Listener listener = live.listen(Live.datagrams(handler));
            try (DatagramClient client = DatagramClient.of(listener)) {
                client.send("hello");
                Session session = Await.next(handler.opened);
                try (Batch batch = session.batch()) {
                    for (int i = 0; i < 70; i++) {
                        batch.add(bytes("no " + i)).add(bytes(""));
                    }
                    assertThat(batch.size()).isEqualTo(10 * 4 + 60 * 5);
                }
                for (int i = 0; i < 70; i++) {
                    assertThat(client.receive()).isEqualTo("no " + i);
                    assertThat(client.receive()).isEmpty();
                }
                session.abort();
                live.awaitTurns();
                assertThat(session.batch().add(bytes("late")).send()).isEqualTo(SendResult.CLOSED);
                assertThat(session.batch().send()).isEqualTo(SendResult.CLOSED);
            }
        }
    }

    @Test
    @Tag("G2")
    void aSourceThatIsGoneDisturbsNobody() throws IOException {
        RecordingHandler handler = RecordingHandler.echo();
        try (Live live = Live.start()) {
            Listener listener = live.listen(Live.datagrams(handler));
            try (DatagramClient stays = DatagramClient.of(listener)) {
                DatagramClient gone = DatagramClient.of(listener);
                gone.send("here");
                assertThat(gone.receive()).isEqualTo("here");
                gone.close();
                Session session = listener.sessions().iterator().next();
                for (int i = 0; i < 20; i++) {
                    assertThat(session.send("anybody?")).isEqualTo(SendResult.ACCEPTED);
                    stays.send("no " + i);
                    assertThat(stays.receive()).isEqualTo("no " + i);
                }
                assertThat(session.isOpen()).isTrue();
            }
        }
    }

    @Test
    void manySourcesFillTheTableAndNoMore() throws IOException {
        RecordingHandler handler = RecordingHandler.echo();
        try (Live live = Live.start()) {
            Listener listener =
                    live.listen(
                            Live.datagrams(handler)
                                    .limits(AcceptLimits.DEFAULT.withMaxSessions(100, 0)));
            int sources = 2000;
            for (int i = 0; i < sources; i++) {
                try (DatagramClient client = DatagramClient.of(listener)) {
                    client.send("flood");
                    assertThat(client.receive()).isEqualTo("flood");
                }
            }
            EndpointStats stats = listener.stats();
            assertThat(stats.sessions()).isEqualTo(100);
            // A port may have been used twice, and was the same source then.
            assertThat(stats.closed().get(CloseReason.EVICTED)).isEqualTo(stats.opened() - 100);
            assertThat(live.reactor.sessions()).hasSize(100);
        }
    }

    @Test
    void severalLoopsServeOneAddress() throws IOException {
        RecordingHandler handler = RecordingHandler.echo();
        try (Live live = Live.start(2)) {
            Listener listener = live.listen(Live.datagrams(handler));
            List<DatagramClient> clients = new ArrayList<>();
            try {
                for (int i = 0; i < 32; i++) {
                    clients.add(DatagramClient.of(listener));
                }
                for (int round = 0; round < 3; round++) {
                    for (DatagramClient client : clients) {
                        client.send("round " + round);
                        assertThat(client.receive()).isEqualTo("round " + round);
                    }
                }
            } finally {
                clients.forEach(DatagramClient::close);
            }
            assertThat(listener.stats().opened()).as("a source has one session").isEqualTo(32);
            assertThat(handler.threads).hasSize(listener.loops().size());
        }
    }

    @Test
    void inet6IsServedToo() throws IOException {
        try (Live live = Live.start()) {
            Listener listener =
                    live.listen(Live.datagrams(RecordingHandler.echo()).address("::1", 0));
            try (DatagramClient client = DatagramClient.of("::1", listener)) {
                client.send("six");
                assertThat(client.receive()).isEqualTo("six");
            }
        }
    }

    @Test
    @Tag("C2")
    void anAddressInUseFailsTheListener() throws IOException {
        try (Live live = Live.start()) {
            Listener listener = live.listen(Live.datagrams(RecordingHandler.echo()));
            ListenerConfig taken =
                    ListenerConfig.builder("taken")
                            .transport(TransportType.UDP)
                            .address(listener.localAddress())
                            .handler(RecordingHandler.echo())
                            .build();
            assertThat(Await.failure(live.reactor.listen(taken))).isInstanceOf(BindException.class);
        }
    }
}
