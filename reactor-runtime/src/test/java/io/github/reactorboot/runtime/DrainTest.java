package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The graceful end: no accepted frame is lost. */
@Tag("K2")
@Tag("K4")
@Tag("fault-F44")
class DrainTest {

    @Test
    void whatWasReceivedIsAnsweredThenFin() {
        RecordingHandler handler = RecordingHandler.echo();
        try (Embedded embedded = Embedded.lines(handler)) {
            ScriptedPeer peer = embedded.connect().sends("1\n2\n").sends("3\n").sends("4\n5");
            CompletionStage<Void> drained = embedded.listener.drain();
            embedded.settle();
            assertThat(handler.takeEvents())
                    .contains("drain")
                    .containsSubsequence("message:1", "message:2", "message:3", "message:4")
                    .hasSize(6);
            assertThat(peer.receivedText()).isEqualTo("1\n2\n3\n4\n");
            assertThat(peer.gotFin()).isTrue();
            assertThat(drained.toCompletableFuture()).isNotDone();
            peer.sendsFin();
            embedded.settle();
            assertThat(handler.takeEvents()).containsExactly("close:SHUTDOWN");
            assertThat(drained.toCompletableFuture()).isCompleted();
        }
    }

    @Test
    void onDrainMaySendAFarewell() {
        RecordingHandler handler = new RecordingHandler().drain(session -> session.send("bye"));
        try (Embedded embedded = Embedded.lines(handler)) {
            ScriptedPeer peer = embedded.connect();
            embedded.reactor.drain();
            embedded.settle();
            assertThat(peer.receivedText()).isEqualTo("bye\n");
            assertThat(peer.gotFin()).isTrue();
            assertThat(handler.takeEvents()).containsExactly("open", "drain");
        }
    }

    @Test
    void promisedRepliesAreWaitedFor() {
        List<PendingReply> replies = new ArrayList<>();
        RecordingHandler handler =
                new RecordingHandler()
                        .message((session, frame) -> replies.add(session.expectReply()));
        try (Embedded embedded = Embedded.lines(handler)) {
            ScriptedPeer peer = embedded.connect().sends("1\n2\n");
            embedded.settle();
            embedded.listener.drain();
            embedded.settle();
            assertThat(peer.gotFin()).isFalse();
            replies.get(1).complete(ByteBuffer.wrap("two".getBytes()));
            replies.get(0).complete(ByteBuffer.wrap("one".getBytes()));
            embedded.settle();
            assertThat(peer.receivedText()).isEqualTo("one\ntwo\n");
            assertThat(peer.gotFin()).isTrue();
        }
    }

    @Test
    @Tag("L3")
    void framesHeldBackByTheBoundOfRepliesAreAnsweredToo() {
        List<PendingReply> replies = new ArrayList<>();
        RecordingHandler handler =
                new RecordingHandler()
                        .message((session, frame) -> replies.add(session.expectReply()));
        SessionSettings d = SessionSettings.DEFAULT;
        SessionSettings onePending =
                new SessionSettings(
                        d.maxFrameBytes(),
                        1,
                        false,
                        false,
                        d.timeouts(),
                        d.outbound(),
                        d.socket(),
                        null);
        try (Embedded embedded = Embedded.lines(handler, onePending)) {
            ScriptedPeer peer = embedded.connect().sends("1\n2\n").sends("3\n");
            embedded.settle();
            embedded.listener.drain();
            for (int i = 0; i < 3; i++) {
                embedded.settle();
                assertThat(peer.gotFin()).isFalse();
                replies.get(i).complete(ByteBuffer.wrap(("r" + i).getBytes()));
            }
            embedded.settle();
            assertThat(peer.receivedText()).isEqualTo("r0\nr1\nr2\n");
            assertThat(peer.gotFin()).isTrue();
        }
    }

    @Test
    @Tag("L1")
    void aSlowReaderGetsEverythingThatWasQueued() {
        RecordingHandler handler = RecordingHandler.echo();
        SessionSettings small =
                SessionSettings.DEFAULT.withOutbound(new OutboundLimits(10, 5, 100));
        try (Embedded embedded = Embedded.lines(handler, small)) {
            ScriptedPeer peer = embedded.connect().takesOnly(0);
            for (int i = 0; i < 20; i++) {
                peer.sends("message " + i + "\n");
            }
            embedded.settle();
            embedded.listener.drain();
            embedded.settle();
            assertThat(peer.gotFin()).isFalse();
            while (!peer.gotFin()) {
                peer.takesMore(1);
                embedded.settle();
            }
            assertThat(peer.receivedText().lines()).hasSize(20);
            assertThat(embedded.session().closeReason()).isEqualTo(CloseReason.SHUTDOWN);
        }
    }

    @Test
    @Tag("F14")
    void aPausedSessionDoesNotHoldUpTheDrain() {
        RecordingHandler handler = new RecordingHandler().open(Session::pauseReading);
        try (Embedded embedded = Embedded.lines(handler)) {
            ScriptedPeer peer = embedded.connect().sends("never wanted\n");
            CompletionStage<Void> drained = embedded.listener.drain();
            embedded.settle();
            assertThat(peer.gotFin()).isTrue();
            peer.sendsFin();
            embedded.settle();
            assertThat(drained.toCompletableFuture()).isCompleted();
            assertThat(handler.takeEvents()).containsExactly("open", "drain", "close:SHUTDOWN");
        }
    }

    @Test
    void aPeerThatNeverFallsSilentIsCutOff() {
        RecordingHandler handler = RecordingHandler.echo();
        try (Embedded embedded = Embedded.lines(handler)) {
            ScriptedPeer peer = embedded.connect();
            for (int i = 0; i < 10_000; i++) {
                peer.sends("more\n");
            }
            embedded.listener.drain();
            int turns = 0;
            while (!peer.gotFin()) {
                embedded.turn();
                embedded.clock.advance(Duration.ofMillis(10));
                assertThat(++turns).as("turns of 10 ms").isLessThan(150);
            }
            assertThat(turns).isGreaterThan(90);
        }
    }

    @Test
    void connectionsOfTheBacklogAreAcceptedAndAnswered() {
        RecordingHandler handler = RecordingHandler.echo();
        try (Embedded embedded = Embedded.lines(handler)) {
            ScriptedListening socket = embedded.socket();
            List<ScriptedPeer> waiting = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                waiting.add(socket.connect().sends(i + "\n"));
            }
            CompletionStage<Void> drained = embedded.listener.drain();
            embedded.settle();
            assertThat(socket.isClosed()).isTrue();
            for (int i = 0; i < 30; i++) {
                assertThat(waiting.get(i).receivedText()).isEqualTo(i + "\n");
                assertThat(waiting.get(i).gotFin()).isTrue();
                waiting.get(i).sendsFin();
            }
            embedded.settle();
            assertThat(drained.toCompletableFuture()).isCompleted();
        }
    }

    @Test
    @Tag("P8")
    void everyCallOfDrainCompletes() {
        try (Embedded embedded = Embedded.lines(new RecordingHandler())) {
            ScriptedPeer peer = embedded.connect();
            List<CompletableFuture<Void>> all = new ArrayList<>();
            all.add(embedded.listener.drain().toCompletableFuture());
            embedded.settle();
            all.add(embedded.listener.drain().toCompletableFuture());
            all.add(embedded.reactor.drain().toCompletableFuture());
            embedded.settle();
            assertThat(embedded.handler.takeEvents()).containsExactly("open", "drain");
            assertThat(all).noneMatch(CompletableFuture::isDone);
            peer.sendsFin();
            embedded.settle();
            all.add(embedded.listener.drain().toCompletableFuture());
            embedded.settle();
            assertThat(all).allMatch(CompletableFuture::isDone);
        }
    }

    @Test
    void underLoadEveryRequestThatWasAcceptedIsAnswered() throws Exception {
        int clients = 16;
        try (Live live = Live.start(2)) {
            Listener listener = live.listen(RecordingHandler.echo());
            CountDownLatch warm = new CountDownLatch(clients);
            List<Thread> threads = new ArrayList<>();
            List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
            for (int i = 0; i < clients; i++) {
                TestClient client = live.connect(listener);
                Thread thread = new Thread(() -> requestUntilFin(client, warm));
                thread.setUncaughtExceptionHandler((t, failure) -> failures.add(failure));
                thread.start();
                threads.add(thread);
            }
            Await.latch(warm);
            Await.result(live.reactor.drain());
            threads.forEach(Await::end);
            assertThat(failures).isEmpty();
            assertThat(listener.stats().closed()).containsEntry(CloseReason.SHUTDOWN, 16L);
            assertThat(listener.stats().framesIn()).isEqualTo(listener.stats().framesOut());
            assertThat(listener.stats().queuedBytes()).isZero();
        }
    }

    /** One request after the other; none of them may be half answered, or out of order. */
    private static void requestUntilFin(TestClient client, CountDownLatch warm) {
        try (client) {
            int number = 0;
            while (true) {
                client.send("request " + number + "\n");
                String answer;
                try {
                    answer = client.readLine();
                } catch (EOFException e) {
                    assertThat(e).hasMessage("after ''");
                    return;
                }
                assertThat(answer).isEqualTo("request " + number);
                if (++number == 20) {
                    warm.countDown();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void realBacklogConnectionsAreServedBeforeTheSocketCloses() throws Exception {
        try (Live live = Live.start(2)) {
            Listener listener = live.listen(RecordingHandler.echo());
            listener.pause();
            live.awaitTurns();
            List<TestClient> clients = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                clients.add(live.connect(listener));
                clients.get(i).send(i + "\n");
            }
            CompletionStage<Void> drained = listener.drain();
            for (int i = 0; i < 20; i++) {
                assertThat(clients.get(i).readTextToEnd()).isEqualTo(i + "\n");
                clients.get(i).close();
            }
            Await.result(drained);
            assertThatThrownBy(() -> TestClient.connect(listener))
                    .isInstanceOf(ConnectException.class);
        }
    }
}
