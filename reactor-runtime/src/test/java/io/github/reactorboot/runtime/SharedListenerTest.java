package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A listener whose address several loops share, each with a socket of its own. */
@Tag("A4")
@Tag("C1")
class SharedListenerTest {

    private final RecordingHandler handler = RecordingHandler.echo();

    private EmbeddedLoops loops(int count) {
        return new EmbeddedLoops(count, true, handler);
    }

    @Test
    void nobodyAcceptsBeforeAllAreBoundToOneAddress() {
        try (EmbeddedLoops loops = loops(3)) {
            CompletableFuture<Listener> listening = loops.listenLater(loops.lines());
            loops.settle(0);
            assertThat(loops.socket(0).isAccepting()).isFalse();
            loops.settle(2);
            assertThat(loops.socket(2).isAccepting()).isFalse();
            assertThat(loops.hasSocket(1)).isFalse();
            assertThat(loops.observer.listeners).isEmpty();
            loops.settle(1);
            Listener listener = listening.join();
            assertThat(listener.loops()).containsExactlyElementsOf(loops.reactor.loops());
            for (int i = 0; i < 3; i++) {
                assertThat(loops.socket(i).isAccepting()).isTrue();
                assertThat(loops.socket(i).localAddress()).isEqualTo(listener.localAddress());
            }
            assertThat(loops.observer.listeners).containsExactly("listening:main");
        }
    }

    @Test
    void anEngineThatCannotShareListensOnOneLoop() {
        try (EmbeddedLoops loops = new EmbeddedLoops(3, false, handler)) {
            Listener listener = loops.listen(loops.lines());
            assertThat(listener.loops()).containsExactly(loops.loop(0));
            assertThat(loops.hasSocket(1)).isFalse();
            assertThat(loops.hasSocket(2)).isFalse();
            for (int i = 0; i < 6; i++) {
                loops.connect(0);
            }
            assertThat(loops.sessions(2)).isEqualTo(2);
        }
    }

    @Test
    void aFailedJoinClosesAllAndFreesTheName() {
        try (EmbeddedLoops loops = loops(3)) {
            BindException cause = new BindException("thrown by a test");
            loops.engines.get(1).bindFailure = cause;
            CompletableFuture<Listener> listening = loops.listenLater(loops.lines());
            loops.settle();
            assertThat(Await.failure(listening)).isSameAs(cause);
            assertThat(loops.socket(0).isClosed()).isTrue();
            assertThat(loops.socket(2).isClosed()).isTrue();
            assertThat(loops.observer.listeners).isEmpty();
            assertThat(loops.reactor.listener("main")).isEmpty();
            loops.engines.forEach(engine -> engine.listening.clear());
            assertThat(loops.listen(loops.lines()).loops()).hasSize(3);
        }
    }

    @Test
    void aFailureOfTheFirstBindsNoOther() {
        try (EmbeddedLoops loops = loops(2)) {
            IOException cause = new IOException("thrown by a test");
            loops.engines.get(0).bindFailure = cause;
            CompletableFuture<Listener> listening = loops.listenLater(loops.lines());
            loops.settle();
            assertThat(Await.failure(listening)).isSameAs(cause);
            assertThat(loops.hasSocket(1)).isFalse();
        }
    }

    @Test
    void aLoopThatEndsBeforeItHasJoinedFailsTheStart() {
        try (EmbeddedLoops loops = loops(2)) {
            CompletableFuture<Listener> listening = loops.listenLater(loops.lines());
            loops.settle(0);
            assertThat(listening).isNotDone();
            loops.end(1);
            loops.settle();
            assertThat(Await.failure(listening))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("scripted-1 has ended");
            assertThat(loops.socket(0).isClosed()).isTrue();
        }
    }

    @Test
    void aLoopThatHasEndedBeforeIsNotAskedToJoin() {
        try (EmbeddedLoops loops = loops(3)) {
            loops.end(1);
            assertThat(loops.listen(loops.lines()).loops())
                    .containsExactly(loops.loop(0), loops.loop(2));
        }
    }

    @Test
    void stoppedWhileItIsBeingBoundItLeavesNothing() {
        try (EmbeddedLoops loops = loops(2)) {
            CompletableFuture<Listener> listening = loops.listenLater(loops.lines());
            loops.settle(0);
            Listener listener = loops.reactor.listener("main").orElseThrow();
            CompletableFuture<Void> stopped = listener.stop().toCompletableFuture();
            loops.settle();
            assertThat(stopped).isCompleted();
            assertThat(Await.failure(listening)).hasMessageContaining("stopped");
            assertThat(loops.socket(0).isClosed()).isTrue();
            assertThat(loops.hasSocket(1)).isFalse();
            assertThat(loops.observer.listeners).isEmpty();
        }
    }

    @Test
    void aPauseWhileItIsBeingBoundHolds() {
        try (EmbeddedLoops loops = loops(2)) {
            CompletableFuture<Listener> listening = loops.listenLater(loops.lines());
            loops.settle(0);
            Listener listener = loops.reactor.listener("main").orElseThrow();
            listener.pause();
            listener.resume();
            assertThat(loops.socket(0).isAccepting()).as("not before all are bound").isFalse();
            listener.pause();
            loops.settle();
            assertThat(listening.join().state()).isEqualTo(ListenerState.PAUSED);
            assertThat(loops.socket(0).isAccepting()).isFalse();
            assertThat(loops.socket(1).isAccepting()).isFalse();
            listening.join().resume();
            assertThat(loops.socket(0).isAccepting()).isTrue();
            assertThat(loops.socket(1).isAccepting()).isTrue();
        }
    }

    @Test
    void aConnectionStaysOnItsLoopUnlessAnotherHasFewer() {
        try (EmbeddedLoops loops = loops(3)) {
            loops.listen(loops.lines());
            for (int i = 2; i >= 0; i--) {
                loops.connect(i);
                assertThat(loops.sessions(i)).as("kept by loop %d", i).isEqualTo(1);
            }
            loops.connect(1);
            loops.connect(1);
            loops.connect(1);
            for (int i = 0; i < 3; i++) {
                assertThat(loops.sessions(i)).isEqualTo(2);
            }
            assertThat(loops.engines.get(1).peers).hasSize(2);
        }
    }

    @Test
    void roundRobinCountsOverAllThatAccept() {
        try (EmbeddedLoops loops =
                new EmbeddedLoops(
                        2, true, handler, builder -> builder.spread(Spread.ROUND_ROBIN))) {
            loops.listen(loops.lines());
            for (int i = 0; i < 6; i++) {
                loops.connect(1);
            }
            assertThat(loops.sessions(0)).isEqualTo(3);
            assertThat(loops.sessions(1)).isEqualTo(3);
        }
    }

    /** The second connection is let in while the first one is being judged. */
    @Test
    @Tag("C7")
    void theBoundIsExactAlthoughTwoLoopsAcceptAtOnce() {
        try (EmbeddedLoops loops = loops(2)) {
            AtomicInteger judged = new AtomicInteger();
            AcceptFilter filter =
                    peer -> {
                        if (judged.incrementAndGet() == 1) {
                            loops.socket(1).connect();
                            loops.turn(1);
                        }
                        return true;
                    };
            Listener listener =
                    loops.listen(
                            loops.lines()
                                    .filter(filter)
                                    .limits(AcceptLimits.DEFAULT.withMaxSessions(1, 0)));
            ScriptedPeer refused = loops.connect(0);
            assertThat(judged).hasValue(2);
            assertThat(handler.opened).hasSize(1);
            assertThat(refused.isClosed()).isTrue();
            assertThat(listener.stats().sessions()).isEqualTo(1);
        }
    }

    /** As above; what a refused one was counted as by its address is given back. */
    @Test
    @Tag("C7")
    void aConnectionThatIsOneTooManyLeavesNoTraceInTheCountOfItsAddress() {
        try (EmbeddedLoops loops = loops(2)) {
            AtomicBoolean overtake = new AtomicBoolean();
            AcceptFilter filter =
                    peer -> {
                        if (overtake.getAndSet(false)) {
                            loops.socket(1).connect();
                            loops.turn(1);
                        }
                        return true;
                    };
            Listener listener =
                    loops.listen(
                            loops.lines()
                                    .filter(filter)
                                    .limits(AcceptLimits.DEFAULT.withMaxSessions(1, 2)));
            List<ScriptedPeer> peers = loops.engines.get(1).peers;
            for (int i = 0; i < 3; i++) {
                overtake.set(true);
                loops.connect(0);
                peers.forEach(ScriptedPeer::sendsFin);
                loops.settle();
                peers.clear();
            }
            assertThat(handler.opened).hasSize(3);
            assertThat(listener.stats().refused())
                    .containsEntry(RefuseReason.MAX_SESSIONS, 3L)
                    .containsEntry(RefuseReason.MAX_SESSIONS_PER_ADDRESS, 0L);
        }
    }

    @Test
    @Tag("C4")
    void oneLoopBacksOffAlone() {
        try (EmbeddedLoops loops = loops(2)) {
            Listener listener = loops.listen(loops.lines());
            loops.socket(0).failAccepts(Integer.MAX_VALUE);
            loops.socket(0).connect();
            loops.connect(0);
            assertThat(loops.socket(0).isAccepting()).isFalse();
            assertThat(loops.observer.pauses).containsExactly(Duration.ofMillis(50));
            assertThat(listener.state()).isEqualTo(ListenerState.ACCEPTING);
            loops.connect(1);
            assertThat(handler.opened).hasSize(1);

            loops.socket(1).failAccepts(1);
            loops.connect(1);
            assertThat(listener.state()).isEqualTo(ListenerState.BACKING_OFF);
            assertThat(loops.observer.pauses)
                    .as("each has pauses of its own")
                    .containsExactly(Duration.ofMillis(50), Duration.ofMillis(50));
            loops.advance(Duration.ofMillis(50));
            assertThat(listener.state()).isEqualTo(ListenerState.ACCEPTING);
            assertThat(loops.socket(1).isAccepting()).isTrue();
        }
    }

    @Test
    void pauseAndResumeReachEveryLoop() {
        try (EmbeddedLoops loops = loops(2)) {
            Listener listener = loops.listen(loops.lines());
            loops.socket(0).failAccepts(1);
            loops.connect(0);
            assertThat(loops.socket(0).isAccepting()).as("backs off").isFalse();
            listener.pause();
            listener.pause();
            assertThat(listener.state()).isEqualTo(ListenerState.PAUSED);
            loops.advance(Duration.ofSeconds(5));
            for (int i = 0; i < 2; i++) {
                assertThat(loops.socket(i).isAccepting()).isFalse();
                loops.connect(i);
            }
            assertThat(handler.opened).isEmpty();
            listener.resume();
            loops.settle();
            assertThat(handler.opened).hasSize(2);
            assertThat(listener.state()).isEqualTo(ListenerState.ACCEPTING);
            assertThat(loops.observer.listeners)
                    .containsExactly("listening:main", "paused:main", "resumed:main");
        }
    }

    @Test
    @Tag("C9")
    void stopClosesEverySocketAndTellsOnce() {
        try (EmbeddedLoops loops = loops(2)) {
            Listener listener = loops.listen(loops.lines());
            ScriptedPeer served = loops.connect(1);
            assertThat(listener.stop().toCompletableFuture()).isCompleted();
            assertThat(listener.stop().toCompletableFuture()).isCompleted();
            assertThat(loops.socket(0).isClosed()).isTrue();
            assertThat(loops.socket(1).isClosed()).isTrue();
            assertThat(listener.state()).isEqualTo(ListenerState.STOPPED);
            listener.resume();
            assertThat(listener.state()).isEqualTo(ListenerState.STOPPED);
            assertThat(loops.observer.listeners).containsExactly("listening:main", "stopped:main");
            served.sends("still\n");
            loops.settle();
            assertThat(served.receivedText()).isEqualTo("still\n");
        }
    }

    @Test
    @Tag("K2")
    void drainServesTheBacklogOfEveryLoop() {
        try (EmbeddedLoops loops = loops(2)) {
            Listener listener = loops.listen(loops.lines());
            listener.pause();
            ScriptedPeer[] peers = new ScriptedPeer[10];
            for (int i = 0; i < peers.length; i++) {
                // Uneven, so that some move to the other loop on their way.
                peers[i] = loops.socket(i < 7 ? 0 : 1).connect().sends(i + "\n");
            }
            CompletableFuture<Void> drained = listener.drain().toCompletableFuture();
            loops.settle();
            assertThat(loops.socket(0).isClosed()).isTrue();
            assertThat(loops.socket(1).isClosed()).isTrue();
            for (int i = 0; i < peers.length; i++) {
                assertThat(peers[i].receivedText()).isEqualTo(i + "\n");
                assertThat(peers[i].gotFin()).isTrue();
                assertThat(drained).isNotDone();
                peers[i].sendsFin();
                loops.settle();
            }
            assertThat(drained).isCompleted();
        }
    }

    @Test
    @Tag("J3")
    void aListenerOutlivesTheLoopsThatDieButForTheLast() {
        try (EmbeddedLoops loops = loops(2)) {
            Listener listener = loops.listen(loops.lines());
            loops.end(0);
            assertThat(listener.state()).isEqualTo(ListenerState.ACCEPTING);
            loops.connect(1);
            loops.connect(1);
            assertThat(loops.sessions(1)).isEqualTo(2);
            listener.pause();
            assertThat(listener.state()).isEqualTo(ListenerState.PAUSED);
            listener.resume();
            assertThat(listener.state()).isEqualTo(ListenerState.ACCEPTING);
            loops.end(1);
            assertThat(listener.state()).isEqualTo(ListenerState.FAILED);
            assertThat(listener.drain().toCompletableFuture()).isCompleted();
            assertThat(listener.state()).isEqualTo(ListenerState.STOPPED);
        }
    }

    @Test
    @Tag("J3")
    @Tag("C9")
    void stopDoesNotWaitForALoopThatIsGone() {
        try (EmbeddedLoops loops = loops(2)) {
            Listener listener = loops.listen(loops.lines());
            loops.end(1);
            assertThat(listener.stop().toCompletableFuture()).isCompleted();
            assertThat(loops.socket(0).isClosed()).isTrue();
            assertThat(loops.observer.listeners).containsExactly("listening:main", "stopped:main");
        }
    }
}
