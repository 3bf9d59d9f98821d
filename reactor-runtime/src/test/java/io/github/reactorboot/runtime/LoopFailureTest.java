package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A loop that dies, and what is left. */
@Tag("fault-F25")
@Tag("J3")
@Timeout(60)
class LoopFailureTest {

    private static final AssertionError DEATH = new AssertionError("thrown by a test");

    @Test
    @Tag("E2")
    void anErrorInAHandlerClosesTheSessionsOfItsLoopAndNoOther() throws Exception {
        try (Live live = Live.start(2)) {
            RecordingHandler handler = new RecordingHandler();
            handler.message((session, frame) -> {
                if (frame.get(frame.position()) == 'x') {
                    throw DEATH;
                }
                session.send(frame);
            });
            Listener listener = live.listen(handler);
            TestClient[] clients = new TestClient[4];
            EventLoop[] loops = new EventLoop[4];
            for (int i = 0; i < 4; i++) {
                clients[i] = live.connect(listener);
                loops[i] = Await.next(handler.opened).loop();
            }
            EventLoop dying = live.reactor.loops().get(1);
            clients[loops[0] == dying ? 0 : 1].send("x\n");
            assertThat(Await.next(live.observer.failures).cause()).isSameAs(DEATH);
            assertThat(Await.next(live.observer.closed)).isEqualTo(CloseReason.LOOP_FAILED);
            assertThat(Await.next(live.observer.closed)).isEqualTo(CloseReason.LOOP_FAILED);
            assertThat(dying.state()).isEqualTo(LoopState.FAILED);
            assertThat(dying.failure()).isSameAs(DEATH);
            for (int i = 0; i < 4; i++) {
                if (loops[i] == dying) {
                    assertThat(clients[i].isRefused()).isTrue();
                } else {
                    clients[i].send("alive\n");
                    assertThat(clients[i].readLine()).isEqualTo("alive");
                }
            }
            assertThat(listener.state()).isEqualTo(ListenerState.ACCEPTING);
            TestClient next = live.connect(listener);
            assertThat(Await.next(handler.opened).loop()).isNotSameAs(dying);
            next.send("new\n");
            assertThat(next.readLine()).isEqualTo("new");
        }
    }

    /** On a Unix socket, for which one loop accepts whatever the engine can do. */
    @Test
    @Tag(TestEngine.SYSTEM_SOCKETS)
    void theListenerOfALoopThatDiedIsFailedAndItsNameCanBeUsedAgain(@TempDir Path directory)
            throws Exception {
        PosixFiles.needed();
        Path path = directory.resolve("s.sock");
        try (Live live = Live.start(2)) {
            ListenerConfig.Builder config = Live.lines("main", RecordingHandler.echo()).path(path);
            Listener listener = live.listen(config);
            listener.loops()
                    .get(0)
                    .execute(() -> {
                        throw DEATH;
                    });
            Await.next(live.observer.failures);
            assertThat(listener.state()).isEqualTo(ListenerState.FAILED);
            Await.result(listener.stop());
            Listener again = live.listen(config);
            assertThat(again.loops().get(0)).isNotSameAs(listener.loops().get(0));
            assertThat(UnixListenerTest.roundTrip(path, "hi\n")).isEqualTo("hi\n");
        }
    }

    @Test
    @Tag("H6")
    void nothingThatIsAskedOfADeadLoopHangs() throws Exception {
        try (Live live = Live.start()) {
            RecordingHandler handler = new RecordingHandler();
            Listener listener = live.listen(handler);
            live.connect(listener);
            Session session = Await.next(handler.opened);
            live.loop()
                    .execute(() -> {
                        throw DEATH;
                    });
            Await.next(live.observer.failures);
            assertThat(live.loop().execute(() -> {})).isFalse();
            assertThat(session.execute(() -> {})).isFalse();
            assertThat(Await.failure(session.command("x")))
                    .isInstanceOf(ClosedSessionException.class);
            Await.result(listener.drain());
            Await.result(live.reactor.drain());
            session.close();
            session.abort();
            assertThat(
                            Await.failure(
                                    live.reactor.listen(
                                            Live.lines("other", new RecordingHandler()).build())))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    @Tag("E2")
    void everySessionLearnsOfTheEndEvenWhenOnCloseThrowsErrors() throws Exception {
        try (Live live = Live.start()) {
            RecordingHandler handler = new RecordingHandler();
            handler.close(session -> {
                throw new AssertionError("thrown by a test, again");
            });
            Listener listener = live.listen(handler);
            for (int i = 0; i < 5; i++) {
                live.connect(listener);
                Await.next(handler.opened);
            }
            live.loop()
                    .execute(() -> {
                        throw DEATH;
                    });
            Await.next(live.observer.failures);
            assertThat(handler.closed).hasSize(5);
            assertThat(live.observer.closed).hasSize(5).containsOnly(CloseReason.LOOP_FAILED);
        }
    }

    @Test
    @Tag("H2")
    void aCommandWhoseHandlerThrowsAnErrorIsAnswered() throws Exception {
        try (Live live = Live.start()) {
            RecordingHandler handler =
                    new RecordingHandler()
                            .command((session, command) -> {
                                throw DEATH;
                            });
            live.connect(live.listen(handler));
            Session session = Await.next(handler.opened);
            assertThat(Await.failure(session.command("x"))).isSameAs(DEATH);
            assertThat(Await.next(live.observer.failures).cause()).isSameAs(DEATH);
        }
    }

    @Test
    @Tag("A9")
    @Tag("fault-F21")
    void aCommandThatOverflowsTheStackHurtsNobody() throws Exception {
        try (Live live = Live.start()) {
            RecordingHandler handler = RecordingHandler.echo();
            handler.command((session, command) -> {
                throw new StackOverflowError("thrown by a test");
            });
            TestClient client = live.connect(live.listen(handler));
            Session session = Await.next(handler.opened);
            assertThat(Await.failure(session.command("x"))).isInstanceOf(StackOverflowError.class);
            client.send("alive\n");
            assertThat(client.readLine()).isEqualTo("alive");
        }
    }

    /** On a Unix socket, for which one loop accepts whatever the engine can do. */
    @Test
    @Tag("E2")
    @Tag("K3")
    @Tag(TestEngine.SYSTEM_SOCKETS)
    void aConnectionOnItsWayToALoopThatEndsIsNotForgotten(@TempDir Path directory)
            throws Exception {
        PosixFiles.needed();
        Path path = directory.resolve("s.sock");
        RecordingHandler handler = new RecordingHandler();
        Live live = Live.start(builder -> builder.loops(2).spread(Spread.ROUND_ROBIN));
        Listener listener = live.listen(Live.lines("main", handler).path(path));
        EventLoop other = live.reactor.loops().get(1 - listener.loops().get(0).index());
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        other.execute(() -> {
            held.countDown();
            Await.latch(release);
        });
        Await.latch(held);
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(path);
        SocketChannel[] clients = {SocketChannel.open(address), SocketChannel.open(address)};
        assertThat(Await.next(handler.opened).loop()).isSameAs(listener.loops().get(0));
        awaitAssigned(listener, other);
        CompletableFuture<Long> closed =
                CompletableFuture.supplyAsync(() -> live.reactor.close(Await.PATIENCE));
        // The first loop ends while the second one is held; then that one ends as well.
        assertThat(Await.next(handler.closed).loop()).isSameAs(listener.loops().get(0));
        release.countDown();
        Await.result(closed);
        assertThat(clients).allMatch(LoopFailureTest::isRefused);
        assertThat(handler.closed).as("onClose for each onOpen").hasSameSizeAs(handler.opened);
        live.close();
    }

    private static boolean isRefused(SocketChannel client) {
        try (client) {
            return client.read(ByteBuffer.allocate(1)) < 0;
        } catch (IOException reset) {
            return true;
        }
    }

    /** Turns of the listener's loop until it has handed a session to the other loop. */
    private static void awaitAssigned(Listener listener, EventLoop other) {
        while (other.stats().sessions() == 0) {
            CompletableFuture<Void> turned = new CompletableFuture<>();
            assertThat(listener.loops().get(0).execute(() -> turned.complete(null))).isTrue();
            Await.result(turned);
        }
    }

    /** It must not do that, and others must not suffer from it. */
    @Test
    @Tag("H2")
    @Tag("H6")
    void aCommandThatThrowsWhenItIsRefusedHidesItFromNobody() throws Exception {
        RefusableCommand throwing =
                new RefusableCommand() {
                    @Override
                    public void run() {}

                    @Override
                    public void refuse() {
                        throw new IllegalStateException("thrown by a test");
                    }
                };
        RecordingHandler handler = new RecordingHandler();
        CompletionStage<String> waits;
        CompletionStage<Object> late;
        ScriptedPeer peer;
        try (Embedded embedded = Embedded.lines(handler)) {
            peer = embedded.connect().completesWritesLater();
            embedded.session().send("x");
            embedded.settle();
            EventLoop loop = embedded.loop();
            loop.schedule(Duration.ofHours(1), throwing);
            late = embedded.listener.command("late");
            loop.execute(throwing);
            waits = loop.submit(() -> "never");
        }
        assertThat(waits.toCompletableFuture()).isCompletedExceptionally();
        assertThat(late.toCompletableFuture()).isCompletedExceptionally();
    }
}
