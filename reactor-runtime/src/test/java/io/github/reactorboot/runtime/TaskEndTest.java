package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.runtime.framing.FrameScan;
import io.github.reactorboot.runtime.framing.Framer;
import io.github.reactorboot.runtime.framing.Framers;
import io.github.reactorboot.runtime.task.SessionTask;
import io.github.reactorboot.runtime.task.SessionTasks;
import io.github.reactorboot.runtime.task.TaskStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How the end of a task and the end of its session meet. */
@Tag("P1")
class TaskEndTest {

    private static final SessionTask ECHO =
            stream -> {
                for (String line = stream.read(String.class);
                        line != null;
                        line = stream.read(String.class)) {
                    stream.write(line);
                }
            };

    @Test
    void aTaskThatReturnsClosesItsSessionBehindWhatItWrote() {
        SessionTask task =
                stream -> {
                    stream.write(ByteBuffer.wrap("one".getBytes()));
                    stream.write("two".getBytes());
                    stream.write((Object) "three");
                };
        try (TaskRig rig = TaskRig.start(task)) {
            ScriptedPeer peer = rig.connect();
            rig.until(peer::gotFin);
            assertThat(peer.receivedText()).isEqualTo("one\ntwo\nthree\n");
            peer.sendsFin();
            rig.until(peer::isClosed);
            assertThat(rig.session().closeReason()).isEqualTo(CloseReason.LOCAL_CLOSE);
            assertThat(peer.wasReset()).isFalse();
        }
    }

    @Test
    void whatThePeerSentBeforeItClosedIsStillAnswered() {
        CountDownLatch go = new CountDownLatch(1);
        SessionTask task =
                stream -> {
                    go.await();
                    ECHO.run(stream);
                    assertThat(stream.read()).as("the end stays").isNull();
                    stream.write("bye");
                };
        try (TaskRig rig = TaskRig.start(task)) {
            ScriptedPeer peer = rig.connect().sends("a\nb\nc\n").sendsFin();
            rig.embedded.settle();
            assertThat(rig.session().isOpen()).as("the task is not done").isTrue();
            go.countDown();
            rig.until(peer::isClosed);
            assertThat(peer.receivedText()).isEqualTo("a\nb\nc\nbye\n");
            assertThat(rig.session().closeReason()).isEqualTo(CloseReason.PEER_CLOSED);
        }
    }

    /** What a task may wait for. */
    private enum Wait {
        READ {
            @Override
            void begin(TaskStream stream) throws Exception {
                stream.read();
            }
        },
        TIMED_READ {
            @Override
            void begin(TaskStream stream) throws Exception {
                stream.read(Duration.ofHours(1));
            }
        },
        WRITE {
            @Override
            void begin(TaskStream stream) throws Exception {
                while (true) {
                    stream.write(new byte[1_000]);
                }
            }
        },
        SLEEP {
            @Override
            void begin(TaskStream stream) throws Exception {
                stream.sleep(Duration.ofHours(1));
            }
        };

        abstract void begin(TaskStream stream) throws Exception;
    }

    @Test
    void theEndOfTheSessionWakesWhateverWaits() {
        for (Wait wait : Wait.values()) {
            try (TaskRig rig = TaskRig.start(wait::begin)) {
                ScriptedPeer peer = rig.connectDeaf();
                if (wait == Wait.WRITE) {
                    rig.until(() -> !rig.session().isWritable());
                } else if (wait != Wait.READ) {
                    rig.until(() -> rig.timersArmed() == 2);
                }
                // One that takes nothing is not read either, so it is found by writing.
                peer.resets().breaksPipe().takesMore(1);
                assertThat(rig.nextSaid())
                        .as(wait.name())
                        .isInstanceOfSatisfying(
                                ClosedSessionException.class,
                                e ->
                                        assertThat(e)
                                                .hasMessage("session main-1 is closed: peer_reset")
                                                .hasCauseInstanceOf(java.io.IOException.class));
                rig.until(() -> rig.companion.closed.size() == 1);
                assertThat(rig.companion.takeEvents()).containsExactly("open", "close:PEER_RESET");
                assertThat(rig.timersArmed()).as(wait.name()).isZero();
            }
        }
    }

    @Test
    void aCloseFromElsewhereWakesWhateverWaits() {
        for (Wait wait : Wait.values()) {
            try (TaskRig rig = TaskRig.start(wait::begin)) {
                ScriptedPeer peer = rig.connectDeaf();
                if (wait == Wait.WRITE) {
                    rig.until(() -> !rig.session().isWritable());
                } else if (wait != Wait.READ) {
                    rig.until(() -> rig.timersArmed() == 2);
                }
                rig.session().close();
                Object said = rig.nextSaid();
                if (wait == Wait.READ || wait == Wait.TIMED_READ) {
                    assertThat(said).as(wait.name()).isEqualTo("returned");
                } else {
                    assertThat(said).as(wait.name()).isInstanceOf(ClosedSessionException.class);
                }
                peer.takesMore(Long.MAX_VALUE);
                rig.until(peer::gotFin);
                assertThat(rig.session().closeReason()).isEqualTo(CloseReason.LOCAL_CLOSE);
            }
        }
    }

    @Test
    void aFailureOfTheTaskIsThatOfAHandler() {
        SessionTask task =
                stream -> {
                    throw new IllegalStateException("no");
                };
        RecordingHandler companion = new RecordingHandler().error(s -> s.send("sorry"));
        try (TaskRig rig = TaskRig.start(task, companion)) {
            ScriptedPeer peer = rig.connect();
            rig.until(peer::gotFin);
            assertThat(peer.receivedText()).isEqualTo("sorry\n");
            peer.sendsFin();
            rig.until(() -> companion.closed.size() == 1);
            assertThat(companion.takeEvents())
                    .containsExactly("open", "error:IllegalStateException", "close:HANDLER_ERROR");
            assertThat(rig.session().closeCause()).hasMessage("no");
            assertThat(rig.embedded.listener.stats().handlerErrors()).isOne();
        }
    }

    @Test
    void anErrorOfTheTaskEndsItsSessionOnly() {
        SessionTask task =
                stream -> {
                    throw new AssertionError("broken");
                };
        try (TaskRig rig = TaskRig.start(task)) {
            rig.connect();
            rig.until(() -> rig.session().closeReason() == CloseReason.HANDLER_ERROR);
            assertThat(rig.session().closeCause()).hasMessageContaining("broken");
            assertThat(rig.embedded.loop().state()).isEqualTo(LoopState.RUNNING);
        }
    }

    @Test
    void aDrainEndsTheInputAndWaitsForTheTask() {
        SessionTask task =
                stream -> {
                    ECHO.run(stream);
                    stream.sleep(Duration.ofSeconds(30));
                    stream.write("bye");
                };
        try (TaskRig rig = TaskRig.start(task)) {
            ScriptedPeer peer = rig.connect().sends("a\n");
            rig.until(() -> peer.receivedText().equals("a\n"));
            peer.sends("b\n");
            CompletableFuture<Void> drained = rig.embedded.listener.drain().toCompletableFuture();
            rig.until(() -> rig.timersArmed() > 1);
            assertThat(drained).isNotDone();
            assertThat(peer.gotFin()).isFalse();
            rig.advance(Duration.ofSeconds(31));
            rig.until(peer::gotFin);
            assertThat(peer.receivedText()).isEqualTo("a\nb\nbye\n");
            peer.sendsFin();
            rig.until(drained::isDone);
            assertThat(rig.session().closeReason()).isEqualTo(CloseReason.SHUTDOWN);
        }
    }

    @Test
    void theStreamRefusesToHoldUpTheLoop() {
        CompletableFuture<TaskStream> stream = new CompletableFuture<>();
        SessionTask task =
                own -> {
                    stream.complete(own);
                    own.read();
                };
        try (TaskRig rig = TaskRig.start(task)) {
            rig.connect();
            TaskStream own = rig.next(() -> stream.getNow(null));
            List<Throwable> thrown = new ArrayList<>();
            rig.session()
                    .execute(() -> {
                        for (Wait wait : Wait.values()) {
                            try {
                                wait.begin(own);
                            } catch (Exception e) {
                                thrown.add(e);
                            }
                        }
                    });
            rig.embedded.settle();
            assertThat(thrown)
                    .hasSize(4)
                    .allSatisfy(e ->
                            assertThat(e)
                                    .isInstanceOf(IllegalStateException.class)
                                    .hasMessageContaining("must not be used on event loop"));
        }
    }

    @Test
    void onCloseComesWhenTheTaskHasEndedToo() {
        CountDownLatch go = new CountDownLatch(1);
        SessionTask task = stream -> go.await();
        try (TaskRig rig = TaskRig.start(task)) {
            ScriptedPeer peer = rig.connect();
            peer.resets();
            rig.until(peer::isClosed);
            rig.embedded.settle();
            assertThat(rig.companion.takeEvents()).containsExactly("open");
            go.countDown();
            rig.until(() -> rig.companion.closed.size() == 1);
            assertThat(rig.companion.takeEvents()).containsExactly("close:PEER_RESET");
        }
    }

    @Test
    void halfClosedSessionsTellTheTaskTheEndOfTheInput() {
        SessionSettings settings = SessionSettings.DEFAULT.withHalfClose(true);
        SessionTask task =
                stream -> {
                    ECHO.run(stream);
                    stream.write("still here");
                };
        try (TaskRig rig = TaskRig.start(task, settings)) {
            ScriptedPeer peer = rig.connect().sends("a\n").sendsFin();
            rig.until(peer::gotFin);
            assertThat(peer.receivedText()).isEqualTo("a\nstill here\n");
        }
    }

    /** Sends on the loop alone break, behind what was checked by the thread of the task. */
    private static final class BreaksOnLoop implements Framer {

        final AssertionError broken = new AssertionError("broken by a test");
        volatile EventLoop loop;

        @Override
        public boolean scan(ByteBuffer in, FrameScan scan) {
            return Framers.raw().scan(in, scan);
        }

        @Override
        public void checkPayload(int payloadLength) {
            if (loop.inEventLoop()) {
                throw broken;
            }
        }
    }

    @Test
    void aSendThatEndsTheLoopEndsTheWaitOfItsTask() throws Exception {
        BreaksOnLoop framer = new BreaksOnLoop();
        BlockingQueue<Throwable> thrown = new LinkedBlockingQueue<>();
        SessionTask task =
                stream -> {
                    try {
                        // More than is taken from another thread, so the loop has to look.
                        int limit = (int) stream.session().settings().outbound().limitBytes();
                        stream.write(ByteBuffer.allocate(limit + 1));
                    } catch (Throwable e) {
                        thrown.add(e);
                    }
                };
        try (Live live = Live.start()) {
            framer.loop = live.loop();
            ListenerConfig.Builder config =
                    Live.lines("main", new RecordingHandler())
                            .framer(framer)
                            .handlers(SessionTasks.of(task, TaskRig.threads()));
            live.connect(live.listen(config));
            assertThat(Await.next(live.observer.failures).cause()).isSameAs(framer.broken);
            assertThat(Await.next(thrown)).hasMessageContaining("broken by a test");
        }
    }
}
