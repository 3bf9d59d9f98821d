package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How sessions over datagrams end, and with them their socket. */
@Tag("N5")
@Tag(TestEngine.SYSTEM_SOCKETS)
class DatagramEndsTest {

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aSessionThatWasClosedBeginsAgainWithTheNextDatagram() throws IOException {
        RecordingHandler handler =
                new RecordingHandler()
                        .message((session, frame) -> {
                            session.send("bye " + session.name());
                            session.close();
                            assertThat(session.send("too late")).isEqualTo(SendResult.CLOSED);
                        });
        try (Live live = Live.start()) {
            Listener listener = live.listen(Live.datagrams(handler));
            try (DatagramClient client = DatagramClient.of(listener)) {
                client.send("x");
                assertThat(client.receive()).isEqualTo("bye udp-1");
                assertThat(handler.eventsUntilClose())
                        .containsExactly("open", "message:x", "close:LOCAL_CLOSE");
                client.send("y");
                assertThat(client.receive()).isEqualTo("bye udp-2");
                assertThat(handler.eventsUntilClose())
                        .containsExactly("open", "message:y", "close:LOCAL_CLOSE");
                assertThat(client.hasNothing()).isTrue();
            }
            live.awaitUntil(() -> listener.stats().sessions() == 0);
        }
    }

    @Test
    @Tag("E5")
    void anExceptionClosesItsSessionOnly() throws IOException {
        RecordingHandler handler =
                new RecordingHandler()
                        .message((session, frame) -> {
                            if (frame.remaining() == 1) {
                                throw new IllegalStateException("one byte");
                            }
                            session.send(frame);
                        });
        try (Live live = Live.start()) {
            Listener listener = live.listen(Live.datagrams(handler));
            try (DatagramClient good = DatagramClient.of(listener);
                    DatagramClient bad = DatagramClient.of(listener)) {
                good.send("fine");
                assertThat(good.receive()).isEqualTo("fine");
                handler.takeEvents();
                bad.send("x");
                assertThat(handler.eventsUntilClose())
                        .containsExactly(
                                "open",
                                "message:x",
                                "error:IllegalStateException",
                                "close:HANDLER_ERROR");
                good.send("still fine");
                assertThat(good.receive()).isEqualTo("still fine");
                assertThat(listener.stats().handlerErrors()).isEqualTo(1);
            }
        }
    }

    @Test
    @Tag("F14")
    void datagramsOfAPausedSessionAreDroppedAndCounted() throws IOException {
        RecordingHandler handler = RecordingHandler.echo();
        try (Live live = Live.start()) {
            Listener listener = live.listen(Live.datagrams(handler));
            try (DatagramClient paused = DatagramClient.of(listener);
                    DatagramClient other = DatagramClient.of(listener)) {
                paused.send("first");
                assertThat(paused.receive()).isEqualTo("first");
                Session session = listener.sessions().iterator().next();
                session.pauseReading();
                live.awaitTurns();
                paused.send("lost");
                live.awaitUntil(() -> listener.datagramStats().dropped() == 1);
                assertThat(session.unreadBytes()).isEqualTo(4);
                other.send("others are heard");
                assertThat(other.receive()).isEqualTo("others are heard");
                session.resumeReading();
                live.awaitTurns();
                paused.send("again");
                assertThat(paused.receive()).isEqualTo("again");
            }
        }
    }

    @Test
    @Tag("J1")
    void stopEndsTheSessionsAndFreesThePort() throws IOException {
        RecordingHandler handler = RecordingHandler.echo();
        try (Live live = Live.start()) {
            Listener listener = live.listen(Live.datagrams(handler));
            InetSocketAddress address = (InetSocketAddress) listener.localAddress();
            try (DatagramClient client = DatagramClient.of(listener)) {
                client.send("x");
                client.receive();
            }
            assertThatThrownBy(() -> new DatagramSocket(address)).isInstanceOf(BindException.class);
            Await.result(listener.stop());
            assertThat(handler.eventsUntilClose()).endsWith("close:SHUTDOWN");
            try (DatagramSocket free = new DatagramSocket(address)) {
                assertThat(free.getLocalPort()).isEqualTo(address.getPort());
            }
            assertThat(listener.state()).isEqualTo(ListenerState.STOPPED);
            assertThat(listener.stats().sessions()).isZero();
            Listener again = live.listen(Live.datagrams(handler).address(address));
            try (DatagramClient client = DatagramClient.of(again)) {
                client.send("y");
                assertThat(client.receive()).isEqualTo("y");
            }
        }
    }

    @Test
    @Tag("J1")
    void aHandlerMayStopItsListener() throws IOException {
        List<Listener> listeners = new ArrayList<>();
        CompletableFuture<Void> stopped = new CompletableFuture<>();
        RecordingHandler handler =
                new RecordingHandler()
                        .message((session, frame) -> {
                            session.send("bye");
                            listeners.get(0).stop().thenRun(() -> stopped.complete(null));
                            // Its end is not within this callback.
                            assertThat(session.isOpen()).isTrue();
                        });
        try (Live live = Live.start()) {
            listeners.add(live.listen(Live.datagrams(handler)));
            try (DatagramClient client = DatagramClient.of(listeners.get(0))) {
                client.send("x");
                assertThat(client.receive()).isEqualTo("bye");
                Await.result(stopped);
                assertThat(handler.eventsUntilClose())
                        .containsExactly("open", "message:x", "close:SHUTDOWN");
            }
        }
    }

    @Test
    @Tag("J2")
    void drainAnswersWhatWasReceivedAndThenCloses() throws Exception {
        BlockingQueue<PendingReply> promises = new LinkedBlockingQueue<>();
        RecordingHandler handler =
                new RecordingHandler()
                        .message((session, frame) -> promises.add(session.expectReply()))
                        .drain(session -> session.send("draining"));
        try (Live live = Live.start()) {
            Listener listener = live.listen(Live.datagrams(handler));
            try (DatagramClient client = DatagramClient.of(listener);
                    DatagramClient late = DatagramClient.of(listener)) {
                client.send("question");
                PendingReply promise = Await.next(promises);
                CompletableFuture<Void> drained = listener.drain().toCompletableFuture();
                assertThat(client.receive()).isEqualTo("draining");
                late.send("nobody hears");
                live.awaitTurns();
                assertThat(drained).isNotDone();
                promise.complete(bytes("answer"));
                assertThat(client.receive()).isEqualTo("answer");
                Await.result(drained);
                assertThat(handler.eventsUntilClose())
                        .containsExactly("open", "message:question", "drain", "close:SHUTDOWN");
                try (DatagramSocket free = new DatagramSocket(listener.localAddress())) {
                    assertThat(free.isBound()).isTrue();
                }
            }
        }
    }

    @Test
    void whatWaitedInTheSystemIsServedByADrain() throws IOException {
        RecordingHandler handler = RecordingHandler.echo();
        try (Live live = Live.start()) {
            Listener listener = live.listen(Live.datagrams(handler));
            listener.pause();
            live.awaitTurns();
            try (DatagramClient client = DatagramClient.of(listener)) {
                client.send("waits");
                live.awaitTurns();
                assertThat(listener.stats().framesIn()).isZero();
                Await.result(listener.drain());
                assertThat(client.receive()).isEqualTo("waits");
            }
        }
    }
}
