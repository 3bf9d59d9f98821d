package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sockets that come into a reactor and leave it, over real ones. */
@Timeout(60)
class AttachTest {

    private static final boolean HAS_CHANNELS = TestEngine.NAME.equals("nio");

    private final RecordingHandler handler = RecordingHandler.echo();
    private ServerSocketChannel server;

    @BeforeEach
    void listen() throws IOException {
        server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    /** The server's side of a connection that the reactor knows nothing of. */
    private SocketChannel accept(Live live) throws IOException {
        int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
        client = live.closeLater(TestClient.connect(port));
        return server.accept();
    }

    private TestClient client;

    @Test
    @Tag("B6")
    @Tag("A4")
    void aChannelThatWasOpenedElsewhereIsASessionLikeOthers() throws IOException {
        assumeTrue(HAS_CHANNELS, "the engine has no channels");
        try (Live live = Live.start(2)) {
            Listener listener = live.listen(handler);
            listener.pause();
            for (int i = 1; i <= 4; i++) {
                SocketChannel channel = accept(live);
                Session session = Await.result(listener.attach(channel));
                assertThat(session.name()).isEqualTo("main-" + i);
                assertThat(session.isInbound()).isTrue();
                assertThat(session.remoteAddress())
                        .isEqualTo(
                                new InetSocketAddress(
                                        InetAddress.getLoopbackAddress(), client.localPort()));
                assertThat(live.reactor.session(session.name())).containsSame(session);
                client.send("hello\n");
                assertThat(client.readLine()).isEqualTo("hello");
            }
            assertThat(live.reactor.loops())
                    .allSatisfy(loop -> assertThat(loop.stats().sessions()).isEqualTo(2));
            assertThat(listener.stats().opened()).isEqualTo(4);
        }
    }

    @Test
    @Tag("B6")
    @Tag("C5")
    @Tag("J1")
    void whatTheListenerRefusesIsClosed() throws IOException {
        assumeTrue(HAS_CHANNELS, "the engine has no channels");
        try (Live live = Live.start()) {
            Listener listener =
                    live.listen(
                            Live.lines("main", handler)
                                    .limits(AcceptLimits.DEFAULT.withMaxSessions(1, 0)));
            Await.result(listener.attach(accept(live)));
            SocketChannel refused = accept(live);
            assertThat(Await.failure(listener.attach(refused)))
                    .isInstanceOf(RefusedException.class)
                    .hasMessage("listener main has refused the channel: max_sessions")
                    .extracting(failure -> ((RefusedException) failure).reason())
                    .isEqualTo(RefuseReason.MAX_SESSIONS);
            assertThat(refused.isOpen()).isFalse();
            assertThat(listener.stats().refused()).containsEntry(RefuseReason.MAX_SESSIONS, 1L);
            Await.result(listener.stop());
            SocketChannel late = accept(live);
            assertThat(Await.failure(listener.attach(late)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("listener main is stopped");
            assertThat(late.isOpen()).isFalse();
            live.reactor.close();
            SocketChannel later = accept(live);
            assertThat(Await.failure(listener.attach(later)))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(later.isOpen()).isFalse();
        }
    }

    @Test
    @Tag("B6")
    void whatIsNoOpenConnectionStaysTheCallers() throws IOException {
        assumeTrue(HAS_CHANNELS, "the engine has no channels");
        try (Live live = Live.start();
                Selector selector = Selector.open();
                SocketChannel unconnected = SocketChannel.open()) {
            Listener listener = live.listen(handler);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> listener.attach(unconnected))
                    .withMessageContaining("is not connected");
            assertThat(unconnected.isOpen()).isTrue();
            SocketChannel registered = accept(live);
            registered.configureBlocking(false);
            registered.register(selector, SelectionKey.OP_READ);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> listener.attach(registered))
                    .withMessageContaining("is registered");
            assertThat(registered.isOpen()).isTrue();
            registered.close();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> listener.attach(registered))
                    .withMessageContaining("is closed");
        }
    }

    @Test
    @Tag("B6")
    @Tag("D6")
    void aHandshakeComesFirstAndWhatWasReadGoesToIt() throws IOException {
        assumeTrue(HAS_CHANNELS, "the engine has no channels");
        Greeting greeting = new Greeting();
        try (Live live = Live.start()) {
            Listener listener = live.listen(Live.lines("main", handler).handshake(greeting));
            ByteBuffer read = StandardCharsets.UTF_8.encode("HELLO bob\nfir");
            CompletionStage<Session> attached =
                    listener.attach(new DetachedSocket(accept(live), read));
            assertThat(Await.result(attached).isOpen()).isTrue();
            client.send("st\n");
            assertThat(client.readLine()).isEqualTo("WELCOME");
            assertThat(client.readLine()).isEqualTo("first");
            ByteBuffer wrong = StandardCharsets.UTF_8.encode("GET\n");
            CompletionStage<Session> rejected =
                    listener.attach(new DetachedSocket(accept(live), wrong));
            client.shutdownOutput();
            assertThat(Await.failure(rejected))
                    .isInstanceOf(ClosedSessionException.class)
                    .hasMessageContaining("handshake_failed");
        }
    }

    @Test
    @Tag("B5")
    void aDetachedSocketGoesOnByItselfAndInAnotherListener() throws IOException {
        assumeTrue(HAS_CHANNELS, "the engine has no channels");
        RecordingHandler upgrading =
                new RecordingHandler()
                        .message((session, frame) -> {
                            session.send("switching");
                            session.detach().thenAccept(detached::complete);
                        });
        try (Live live = Live.start()) {
            Listener first = live.listen(Live.lines("first", upgrading));
            Listener second = live.listen(Live.lines("second", handler));
            TestClient peer = live.connect(first);
            peer.send("upgrade\nleft over");
            assertThat(peer.readLine()).isEqualTo("switching");
            DetachedSocket socket = Await.result(detached);
            assertThat(Await.next(upgrading.closed).closeReason()).isEqualTo(CloseReason.DETACHED);
            SocketChannel channel = socket.channel();
            assertThat(channel.isBlocking()).isTrue();
            assertThat(channel.isRegistered()).isFalse();
            channel.write(StandardCharsets.UTF_8.encode("by hand\n"));
            assertThat(peer.readLine()).isEqualTo("by hand");
            peer.send(" and more");
            byte[] rest = Channels.newInputStream(channel).readNBytes(9);
            String text =
                    StandardCharsets.UTF_8.decode(socket.received())
                            + new String(rest, StandardCharsets.UTF_8);
            // How much of it the reactor had read is a matter of time.
            assertThat("left over and more").startsWith(text);
            Await.result(second.attach(new DetachedSocket(channel, ByteBuffer.wrap(rest))));
            peer.send("\n");
            assertThat(peer.readLine()).endsWith("more");
        }
    }

    private final CompletableFuture<DetachedSocket> detached = new CompletableFuture<>();

    @Test
    @Tag("B5")
    @Tag("B6")
    void anEngineWithoutChannelsSaysSo() throws IOException {
        assumeFalse(HAS_CHANNELS, "the engine has channels");
        try (Live live = Live.start()) {
            Listener listener = live.listen(handler);
            TestClient peer = live.connect(listener);
            Session session = Await.next(handler.opened);
            assertThat(Await.failure(session.detach()))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessage(
                            "the engine %s has no channel to hand out; nio has"
                                    .formatted(TestEngine.NAME));
            peer.send("hello\n");
            assertThat(peer.readLine()).isEqualTo("hello");
            SocketChannel channel = accept(live);
            assertThatThrownBy(() -> listener.attach(channel))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessage(
                            "the engine %s cannot serve a channel that was opened elsewhere; nio"
                                    + " can",
                            TestEngine.NAME);
            assertThat(channel.isOpen()).isTrue();
            channel.close();
        }
    }

    @Test
    @Tag("B6")
    void aChannelIsAttachedOnce() throws IOException {
        assumeTrue(HAS_CHANNELS, "the engine has no channels");
        try (Live live = Live.start()) {
            Listener listener = live.listen(handler);
            SocketChannel channel = accept(live);
            // On the loop, which registers the channel only after this.
            CompletionStage<Session> first =
                    Await.result(
                            live.loop()
                                    .submit(() -> {
                                        CompletionStage<Session> begun = listener.attach(channel);
                                        assertThatIllegalArgumentException()
                                                .isThrownBy(() -> listener.attach(channel))
                                                .withMessageContaining("is being attached");
                                        return begun;
                                    }));
            assertThat(Await.result(first).isOpen()).isTrue();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> listener.attach(channel))
                    .withMessageContaining("is registered");
            assertThat(listener.stats().sessions()).isEqualTo(1);
        }
    }

    @Test
    @Tag("B6")
    @Tag("D6")
    void whoWaitsForASessionThatItsHandshakeAbortsLearnsOfIt() throws IOException {
        assumeTrue(HAS_CHANNELS, "the engine has no channels");
        Greeting greeting = new Greeting().connected(opening -> opening.session().abort());
        try (Live live = Live.start()) {
            Listener listener = live.listen(Live.lines("main", handler).handshake(greeting));
            assertThat(Await.failure(listener.attach(accept(live))))
                    .isInstanceOf(ClosedSessionException.class)
                    .hasMessageContaining("local_abort");
        }
    }
}
