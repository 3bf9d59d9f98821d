package io.github.reactorboot.test.stepped;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorboot.runtime.CloseReason;
import io.github.reactorboot.runtime.EventLoop;
import io.github.reactorboot.runtime.Listener;
import io.github.reactorboot.runtime.ListenerConfig;
import io.github.reactorboot.runtime.Session;
import io.github.reactorboot.runtime.SessionHandler;
import io.github.reactorboot.runtime.SessionSettings;
import io.github.reactorboot.runtime.framing.Framers;
import io.github.reactorboot.test.memory.TestPeer;
import java.io.IOException;
import java.net.BindException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("A2")
@Tag("R7")
@Timeout(60)
class SteppedReactorTest {

    private final SteppedReactor stepped = SteppedReactor.create();

    @AfterEach
    void close() {
        stepped.close();
        assertThat(stepped.reactor().sessions()).isEmpty();
    }

    private static ListenerConfig.Builder lines(SessionHandler handler) {
        return ListenerConfig.builder("main")
                .address("127.0.0.1", 0)
                .framer(Framers.line())
                .handler(handler);
    }

    private Listener echo() {
        return stepped.listen(lines((session, frame) -> session.send(frame)).build());
    }

    @Test
    void aPeerThatWaitsMakesTheLoopTurnOnTheCallersThread() {
        AtomicReference<Thread> servedBy = new AtomicReference<>();
        Listener listener =
                stepped.listen(
                        lines(
                                        (session, frame) -> {
                                            servedBy.set(Thread.currentThread());
                                            session.send(frame);
                                        })
                                .build());
        TestPeer peer = stepped.connect(listener);
        peer.send("hello\n");
        assertThat(servedBy).hasValue(null);
        assertThat(peer.receiveLine()).isEqualTo("hello");
        assertThat(servedBy).hasValue(Thread.currentThread());
    }

    @Test
    void aTurnReturnsTheWorkDone() {
        TestPeer peer = stepped.connect(echo());
        assertThat(stepped.runOnce()).isZero();
        peer.send("hello\n");
        assertThat(stepped.runOnce()).isPositive();
        assertThat(peer.available()).isEqualTo(6);
        assertThat(stepped.runUntilIdle()).isZero();
    }

    @Test
    void timersFireInTheOrderOfTheirDeadlinesAtTheirTimes() {
        EventLoop loop = stepped.reactor().loops().get(0);
        List<String> fired = new ArrayList<>();
        loop.schedule(Duration.ofSeconds(3), () -> fired.add("c at " + stepped.clock().elapsed()));
        loop.schedule(Duration.ofSeconds(1), () -> fired.add("a at " + stepped.clock().elapsed()));
        loop.schedule(Duration.ofSeconds(2), () -> fired.add("b at " + stepped.clock().elapsed()));
        stepped.advance(Duration.ofMillis(2_500));
        assertThat(fired).containsExactly("a at PT1S", "b at PT2S");
        stepped.advance(Duration.ofMillis(500));
        assertThat(fired).endsWith("c at PT3S").hasSize(3);
    }

    @Test
    @Tag("I1")
    void aPeriodicTimerFiresEachTimeOnTheWayButOnceAfterAJump() {
        AtomicInteger ticks = new AtomicInteger();
        stepped.reactor()
                .loops()
                .get(0)
                .scheduleWithFixedDelay(Duration.ofSeconds(1), ticks::incrementAndGet);
        stepped.advance(Duration.ofSeconds(10));
        assertThat(ticks).hasValue(10);
        stepped.clock().jump(Duration.ofSeconds(10));
        assertThat(ticks).hasValue(11);
        stepped.advance(Duration.ofDays(1));
        assertThat(ticks).hasValue(11 + 86_400);
    }

    @Test
    void aTimerMayArmAnother() {
        EventLoop loop = stepped.reactor().loops().get(0);
        List<Duration> fired = new ArrayList<>();
        loop.schedule(
                Duration.ofSeconds(1),
                () ->
                        loop.schedule(
                                Duration.ofSeconds(1), () -> fired.add(stepped.clock().elapsed())));
        stepped.advance(Duration.ofSeconds(5));
        assertThat(fired).containsExactly(Duration.ofSeconds(2));
        assertThat(stepped.clock().elapsed()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    @Tag("E9")
    void timeoutsOfSessionsPassWithoutWaiting() {
        AtomicReference<CloseReason> reason = new AtomicReference<>();
        SessionHandler handler =
                new SessionHandler() {
                    @Override
                    public void onMessage(Session session, ByteBuffer frame) {
                        session.send(frame);
                    }

                    @Override
                    public void onClose(Session session, CloseReason why) {
                        reason.set(why);
                    }
                };
        TestPeer peer = stepped.connect(stepped.listen(lines(handler).build()));
        Duration idle = SessionSettings.DEFAULT.timeouts().idle();
        stepped.advance(idle.minusSeconds(1));
        assertThat(reason).hasValue(null);
        stepped.advance(Duration.ofSeconds(1));
        assertThat(peer.awaitEnd()).isEqualTo(TestPeer.End.FIN);
        peer.close();
        stepped.runUntilIdle();
        assertThat(reason).hasValue(CloseReason.IDLE_TIMEOUT);
    }

    @Test
    void severalLoopsAreSteppedTogether() {
        try (SteppedReactor three = SteppedReactor.create(builder -> builder.loops(3))) {
            List<String> loops = new ArrayList<>();
            Listener listener =
                    three.listen(
                            lines(
                                            (session, frame) -> {
                                                loops.add(session.loop().name());
                                                session.send(frame);
                                            })
                                    .build());
            for (int i = 0; i < 3; i++) {
                TestPeer peer = three.connect(listener);
                peer.send("x\n");
                assertThat(peer.receiveLine()).isEqualTo("x");
            }
            assertThat(loops).containsExactlyInAnyOrder("stepped-0", "stepped-1", "stepped-2");
            AtomicInteger ticks = new AtomicInteger();
            three.reactor()
                    .loops()
                    .forEach(loop ->
                            loop.scheduleWithFixedDelay(
                                    Duration.ofSeconds(1), ticks::incrementAndGet));
            three.advance(Duration.ofSeconds(10));
            assertThat(ticks).hasValue(30);
        }
    }

    @Test
    void workOfOtherThreadsIsWaitedFor() throws Exception {
        CompletableFuture<Session> opened = new CompletableFuture<>();
        SessionHandler handler =
                new SessionHandler() {
                    @Override
                    public void onOpen(Session session) {
                        opened.complete(session);
                    }

                    @Override
                    public void onMessage(Session session, ByteBuffer frame) {}
                };
        TestPeer peer = stepped.connect(stepped.listen(lines(handler).build()));
        Thread other = new Thread(() -> opened.join().send("from elsewhere"));
        other.start();
        stepped.runUntil(() -> peer.available() == 15, Duration.ofSeconds(20));
        other.join();
        assertThat(peer.receiveLine()).isEqualTo("from elsewhere");
        assertThatThrownBy(() -> stepped.runUntil(() -> false, Duration.ofMillis(2)))
                .isInstanceOf(AssertionError.class)
                .hasMessage("not so after PT0.002S");
    }

    @Test
    void whatIsNotCompleteIsAFailureAtOnce() {
        assertThatThrownBy(() -> stepped.await(new CompletableFuture<>()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("the loops have nothing to do");
        int port = echo().port();
        assertThatThrownBy(() ->
                        stepped.listen(
                                ListenerConfig.builder("other")
                                        .address("127.0.0.1", port)
                                        .handler((session, frame) -> {})
                                        .build()))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(BindException.class);
    }

    @Test
    void aPeerThatGetsNothingFailsAtOnceAndSaysWhatCame() {
        TestPeer peer = stepped.connect(echo());
        peer.send("ab\n");
        assertThatThrownBy(() -> peer.receive(5))
                .isInstanceOf(AssertionError.class)
                .hasMessage("expected 5 bytes, got 3 bytes 'ab\\n', then nothing more");
    }

    @Test
    void aHandlerCannotMoveTheClock() {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        EventLoop loop = stepped.reactor().loops().get(0);
        loop.schedule(
                Duration.ofSeconds(1),
                () -> {
                    try {
                        stepped.advance(Duration.ofSeconds(1));
                    } catch (IllegalStateException e) {
                        thrown.set(e);
                    }
                });
        stepped.advance(Duration.ofSeconds(2));
        assertThat(thrown.get()).hasMessageContaining("is being moved already");
    }

    @Test
    void theSameTestTakesTheSameCourse() {
        assertThat(course()).isEqualTo(course());
    }

    /** What happens, in its order, with three peers and a timer on two loops. */
    private static List<String> course() {
        List<String> happened = new ArrayList<>();
        try (SteppedReactor two = SteppedReactor.create(builder -> builder.loops(2))) {
            Listener listener =
                    two.listen(
                            lines(
                                            (session, frame) -> {
                                                happened.add(
                                                        session.name()
                                                                + " got "
                                                                + StandardCharsets.UTF_8.decode(
                                                                        frame));
                                                session.schedule(
                                                        Duration.ofMillis(10),
                                                        () ->
                                                                happened.add(
                                                                        session.name() + " timer"));
                                            })
                                    .build());
            List<TestPeer> peers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                peers.add(two.connect(listener));
            }
            for (TestPeer peer : peers) {
                peer.send("one\ntwo\n");
            }
            two.advance(Duration.ofSeconds(1));
            assertThat(happened).hasSize(12);
        }
        return happened;
    }

    @Test
    @Tag("N5")
    void aLongFileGoesOutTurnByTurnUntilNothingIsLeft(@TempDir Path directory) throws IOException {
        byte[] bytes = new byte[9 << 20];
        bytes[bytes.length - 1] = 9;
        Path file = Files.write(directory.resolve("long"), bytes);
        stepped.network().pipeBytes(16 << 20);
        TestPeer peer =
                stepped.connect(
                        stepped.listen(lines((session, frame) -> session.sendFile(file)).build()));
        peer.send("go\n");
        stepped.runUntilIdle();
        assertThat(peer.available()).isEqualTo(bytes.length + 1);
        assertThat(peer.receive(bytes.length)).isEqualTo(bytes);
    }
}
