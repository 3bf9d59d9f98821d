package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorboot.runtime.framing.Framers;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Connections over datagrams: one peer, one session. */
@Tag("N5")
@Tag(TestEngine.SYSTEM_SOCKETS)
class DatagramConnectionTest {

    /** Somebody who is sent datagrams. */
    private static final class Peer implements AutoCloseable {

        final DatagramSocket socket;

        Peer(int port) throws IOException {
            socket = new DatagramSocket(port, InetAddress.getLoopbackAddress());
            socket.setSoTimeout((int) Await.PATIENCE.toMillis());
        }

        int port() {
            return socket.getLocalPort();
        }

        DatagramPacket receive() throws IOException {
            DatagramPacket packet = new DatagramPacket(new byte[1000], 1000);
            socket.receive(packet);
            return packet;
        }

        void send(String text, SocketAddress to) throws IOException {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            socket.send(new DatagramPacket(bytes, bytes.length, to));
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    private static ConnectionConfig.Builder to(int port, SessionHandler handler) {
        return ConnectionConfig.builder("out").datagrams("127.0.0.1", port).handler(handler);
    }

    private static String text(DatagramPacket packet) {
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }

    @Test
    void datagramsGoBothWaysWithOnePeer() throws IOException {
        RecordingHandler handler = new RecordingHandler().open(session -> session.send("hello"));
        try (Live live = Live.start();
                Peer peer = new Peer(0);
                Peer stranger = new Peer(0)) {
            Connection connection =
                    Await.result(live.reactor.connect(to(peer.port(), handler).build()));
            DatagramPacket first = peer.receive();
            assertThat(text(first)).isEqualTo("hello");
            Session session = connection.session().orElseThrow();
            assertThat(session.name()).isEqualTo("out-1");
            assertThat(session.isInbound()).isFalse();
            assertThat(session.localAddress()).isEqualTo(first.getSocketAddress());
            assertThat(session.remoteAddress()).isEqualTo(peer.socket.getLocalSocketAddress());
            stranger.send("not heard", first.getSocketAddress());
            peer.send("answer", first.getSocketAddress());
            live.awaitUntil(() -> connection.stats().framesIn() == 1);
            assertThat(handler.takeEvents()).containsExactly("open", "message:answer");
            Await.result(connection.stop());
            assertThat(handler.eventsUntilClose()).containsExactly("close:LOCAL_CLOSE");
        }
    }

    @Test
    void aPortThatNobodyHasIsAnErrorAndTheSessionStays() throws IOException {
        RecordingHandler handler = new RecordingHandler();
        int port;
        try (Peer gone = new Peer(0)) {
            port = gone.port();
        }
        try (Live live = Live.start()) {
            Connection connection = Await.result(live.reactor.connect(to(port, handler).build()));
            Session session = connection.session().orElseThrow();
            session.send("anybody?");
            live.awaitUntil(() -> connection.datagramStats().receiveFailures() > 0);
            live.awaitUntil(() -> handler.events.stream().anyMatch(e -> e.startsWith("error:")));
            assertThat(session.isOpen()).isTrue();
            try (Peer back = new Peer(port)) {
                session.send("now?");
                assertThat(text(back.receive())).isEqualTo("now?");
            }
            assertThat(handler.closed).isEmpty();
        }
    }

    @Test
    @Tag("D4")
    void aSessionThatWasClosedIsOpenedAgain() throws IOException {
        RecordingHandler handler = new RecordingHandler();
        Backoff soon = new Backoff(Duration.ofMillis(1), Duration.ofMillis(1), 0);
        try (Live live = Live.start();
                Peer peer = new Peer(0)) {
            ConnectionConfig config = to(peer.port(), handler).reconnect(soon).build();
            Connection connection = Await.result(live.reactor.connect(config));
            Session first = Await.next(handler.opened);
            first.send("last");
            first.close();
            Session second = Await.next(handler.opened);
            assertThat(text(peer.receive())).isEqualTo("last");
            assertThat(second.name()).isEqualTo("out-2");
            assertThat(second.localAddress()).isNotEqualTo(first.localAddress());
            Await.result(connection.drain());
            assertThat(second.closeReason()).isEqualTo(CloseReason.SHUTDOWN);
        }
    }

    @Test
    @Tag("D5")
    void aNameIsLookedUpAwayFromTheLoop() throws IOException {
        Thread[] asked = new Thread[1];
        NameResolver resolver =
                name -> {
                    asked[0] = Thread.currentThread();
                    assertThat(name).isEqualTo("peer.example");
                    return List.of(InetAddress.getLoopbackAddress());
                };
        try (Live live = Live.start(builder -> builder.resolver(resolver));
                Peer peer = new Peer(0)) {
            ConnectionConfig config =
                    ConnectionConfig.builder("out")
                            .datagrams("peer.example", peer.port())
                            .handler(new RecordingHandler())
                            .build();
            Connection connection = Await.result(live.reactor.connect(config));
            connection.session().orElseThrow().send("found");
            assertThat(text(peer.receive())).isEqualTo("found");
            assertThat(asked[0].getName()).contains("resolver");
        }
    }

    @Test
    void whatIsForStreamsIsRefused() {
        assertThatThrownBy(() -> to(7, new RecordingHandler()).framer(Framers.line()).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("framer of connection out");
        assertThatThrownBy(
                        () -> Live.datagrams(new RecordingHandler()).framer(Framers.line()).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("framer of listener udp");
        assertThatThrownBy(() ->
                        Live.datagrams(new RecordingHandler()).path(Path.of("x.sock")).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("address of listener udp");
    }
}
