package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sockets on their way out of the reactor, read by read. */
@Tag("B5")
class DetachTest {

    private static final String SENT = "one\nupgrade\nthe rest\nbelongs to another";

    private SocketChannel channel;
    private CompletableFuture<DetachedSocket> detached;
    private final RecordingHandler handler =
            RecordingHandler.echo()
                    .message((session, frame) -> {
                        session.send(frame);
                        if (frame.remaining() == 7) {
                            detached = session.detach().toCompletableFuture();
                        }
                    });

    @BeforeEach
    void open() throws IOException {
        channel = SocketChannel.open();
    }

    @AfterEach
    void close() throws IOException {
        channel.close();
    }

    private ScriptedPeer connect(Embedded embedded) {
        return embedded.connect().detachesAs(channel);
    }

    private static String text(DetachedSocket socket) {
        return StandardCharsets.UTF_8.decode(socket.received()).toString();
    }

    static IntStream splits() {
        return IntStream.rangeClosed(1, SENT.length());
    }

    @ParameterizedTest
    @MethodSource("splits")
    @Tag("F8")
    void whatWasReceivedAndNotDeliveredGoesWithIt(int length) {
        try (Embedded embedded = Embedded.lines(handler)) {
            ScriptedPeer peer = connect(embedded);
            byte[] bytes = SENT.getBytes(StandardCharsets.UTF_8);
            for (int from = 0; from < bytes.length; from += length) {
                peer.sends(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + length)));
            }
            embedded.settle();
            assertThat(handler.takeEvents())
                    .containsExactly("open", "message:one", "message:upgrade", "close:DETACHED");
            assertThat(peer.receivedText()).as("flushed first").isEqualTo("one\nupgrade\n");
            assertThat(peer.wasReset()).isFalse();
            assertThat(detached).isCompleted();
            DetachedSocket socket = detached.join();
            assertThat(socket.channel()).isSameAs(channel);
            int read = Math.min(SENT.length(), (12 + length - 1) / length * length);
            assertThat(text(socket)).isEqualTo(SENT.substring(12, read));
            Session session = embedded.session();
            assertThat(session.unreadBytes()).isZero();
            assertThat(session.closeReason()).isEqualTo(CloseReason.DETACHED);
            assertThat(embedded.reactor.sessions()).isEmpty();
            EndpointStats stats = embedded.listener.stats();
            assertThat(stats.closed()).containsEntry(CloseReason.DETACHED, 1L);
            assertThat(stats.sessions()).isZero();
        }
    }

    @Test
    void whatIsQueuedAndPromisedLeavesFirst() {
        PendingReply[] promised = {null};
        handler.message((session, frame) -> {
            session.send("x".repeat(100));
            promised[0] = session.expectReply();
            detached = session.detach().toCompletableFuture();
            assertThat(session.isOpen()).isFalse();
            assertThat(session.send("late")).isEqualTo(SendResult.CLOSED);
        });
        try (Embedded embedded = Embedded.lines(handler)) {
            ScriptedPeer peer = connect(embedded).takesOnly(50).sends("go\nmore\n");
            embedded.settle();
            assertThat(detached).isNotDone();
            assertThat(peer.isReading()).as("what comes is for the next owner").isFalse();
            promised[0].complete(ByteBuffer.wrap(new byte[] {'r'}));
            embedded.settle();
            assertThat(detached).isNotDone();
            peer.takesMore(1_000);
            embedded.settle();
            assertThat(peer.receivedText()).isEqualTo("x".repeat(100) + "\nr\n");
            assertThat(text(detached.join())).isEqualTo("more\n");
        }
    }

    @Test
    void aWriteInFlightIsWaitedFor() {
        try (Embedded embedded = Embedded.lines(handler)) {
            ScriptedPeer peer = connect(embedded).completesWritesLater().sends("upgrade\n");
            embedded.settle();
            assertThat(peer.receivedText()).isEqualTo("upgrade\n");
            assertThat(detached).isCompleted();
        }
    }

    private void assertNotDetached(CloseReason reason) {
        assertThat(Await.failure(detached))
                .isInstanceOf(ClosedSessionException.class)
                .hasMessageContaining(reason.tag());
        assertThat(handler.takeEvents()).containsOnlyOnce("close:" + reason);
    }

    @Test
    void closeAndAbortTakeItBack() {
        for (boolean abort : new boolean[] {false, true}) {
            try (Embedded embedded = Embedded.lines(handler)) {
                ScriptedPeer peer = connect(embedded).takesOnly(1).sends("upgrade\nx\n");
                embedded.settle();
                if (abort) {
                    embedded.session().abort();
                } else {
                    embedded.session().close();
                }
                peer.takesMore(100).sendsFin();
                embedded.settle();
                assertNotDetached(abort ? CloseReason.LOCAL_ABORT : CloseReason.LOCAL_CLOSE);
                assertThat(peer.isClosed()).isTrue();
                handler.opened.clear();
                handler.closed.clear();
            }
        }
    }

    @Test
    @Tag("E2")
    void aSessionThatEndsMeanwhileFailsIt() {
        try (Embedded embedded = Embedded.lines(handler)) {
            ScriptedPeer peer = connect(embedded).takesOnly(1).sends("upgrade\n");
            embedded.settle();
            peer.breaksPipe().takesMore(10);
            embedded.settle();
            assertNotDetached(CloseReason.PEER_RESET);
        }
    }

    @Test
    void aPeerThatTakesNothingFailsItAfterTheCloseTimeout() {
        try (Embedded embedded = Embedded.lines(handler)) {
            connect(embedded).takesOnly(1).sends("upgrade\n");
            embedded.settle();
            embedded.advance(Duration.ofSeconds(4));
            assertThat(detached).isNotDone();
            embedded.advance(Duration.ofSeconds(1));
            assertNotDetached(CloseReason.WRITE_TIMEOUT);
        }
    }

    @Test
    void theEndOfTheReactorFailsIt() {
        try (Embedded embedded = Embedded.lines(handler)) {
            connect(embedded).takesOnly(1).sends("upgrade\n");
            embedded.settle();
            Session session = embedded.session();
            embedded.reactor.close();
            assertNotDetached(CloseReason.SHUTDOWN);
            assertThat(Await.failure(session.detach())).isInstanceOf(ClosedSessionException.class);
        }
    }

    @Test
    void aHandlerThatThrowsBehindItTakesItBack() {
        handler.message((session, frame) -> {
            detached = session.detach().toCompletableFuture();
            throw new IllegalStateException("oh");
        });
        try (Embedded embedded = Embedded.lines(handler)) {
            connect(embedded).sends("go\n").sendsFin();
            embedded.settle();
            assertNotDetached(CloseReason.HANDLER_ERROR);
        }
    }

    @Test
    void itMayBeAskedForInOnOpenAndOnlyOnce() {
        handler.open(session -> {
            detached = session.detach().toCompletableFuture();
            assertThat(Await.failure(session.detach())).isInstanceOf(ClosedSessionException.class);
        });
        try (Embedded embedded = Embedded.lines(handler)) {
            embedded.socket().connect().detachesAs(channel);
            embedded.settle();
            assertThat(detached.join().received().remaining()).isZero();
            assertThat(handler.takeEvents()).containsExactly("open", "close:DETACHED");
        }
    }

    @Test
    void anEngineThatCannotSaysSoAndTheSessionGoesOn() {
        try (Embedded embedded = Embedded.lines(handler)) {
            ScriptedPeer peer = embedded.connect().sends("upgrade\none\n");
            embedded.settle();
            assertThat(Await.failure(detached))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessage("the engine scripted has no channel to hand out; nio has");
            assertThat(peer.receivedText()).isEqualTo("upgrade\none\n");
            assertThat(embedded.session().isOpen()).isTrue();
        }
    }

    @Test
    void aChannelThatNobodyTakesIsClosed() {
        try (Embedded embedded = Embedded.lines(handler)) {
            connect(embedded).takesOnly(1).sends("upgrade\n");
            embedded.settle();
            detached.cancel(false);
            embedded.engine.peers.get(0).takesMore(100);
            embedded.settle();
            assertThat(channel.isOpen()).isFalse();
            assertThat(handler.takeEvents()).contains("close:DETACHED");
        }
    }
}
