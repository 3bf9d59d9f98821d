package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorboot.runtime.task.Contender;
import io.github.reactorboot.runtime.task.Race;
import io.github.reactorboot.runtime.task.SessionTask;
import io.github.reactorboot.runtime.task.TaskStream;
import io.github.reactorboot.runtime.task.Winner;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The first of several wins, and the losers hold nothing. */
@Tag("P3")
class TaskRaceTest {

    private static String text(ByteBuffer frame) {
        return StandardCharsets.UTF_8.decode(frame).toString();
    }

    /** Nothing but the test itself holds on to it, if anything does. */
    private static void awaitCollected(WeakReference<?> reference) {
        long began = System.nanoTime();
        while (reference.get() != null) {
            assertThat(System.nanoTime() - began)
                    .as("waited %s", Await.PATIENCE)
                    .isLessThan(Await.PATIENCE.toNanos());
            System.gc();
        }
    }

    @Test
    void aReceiveThatLosesLosesNoFrame() {
        CompletableFuture<String> price = new CompletableFuture<>();
        SessionTask task =
                stream -> {
                    Contender<ByteBuffer> message = stream.receive();
                    Contender<String> known = stream.future(price);
                    Winner first = Race.first(message, known);
                    stream.write("future " + first.value(known) + " " + first.index());
                    Winner second = Race.first(message);
                    stream.write("frame " + text(second.value(message)));
                    stream.write("frame " + stream.read(String.class));
                };
        try (TaskRig rig = TaskRig.start(task)) {
            ScriptedPeer peer = rig.connect();
            rig.until(() -> price.getNumberOfDependents() > 0);
            price.complete("12");
            rig.until(() -> peer.receivedText().equals("future 12 1\n"));
            peer.sends("a\nb\n");
            rig.until(peer::gotFin);
            assertThat(peer.receivedText()).isEqualTo("future 12 1\nframe a\nframe b\n");
        }
    }

    @Test
    void aTimerThatLosesLeavesTheWheelAtOnce() {
        SessionTask task =
                stream -> {
                    Contender<ByteBuffer> message = stream.receive();
                    Contender<Void> hour = stream.timer(Duration.ofHours(1));
                    for (int i = 0; i < 3; i++) {
                        Winner winner = Race.first(hour, message);
                        assertThat(winner.is(message)).isTrue();
                        stream.write("got " + text(winner.value(message)));
                    }
                    stream.read();
                };
        try (TaskRig rig = TaskRig.start(task)) {
            ScriptedPeer peer = rig.connect();
            rig.until(() -> rig.timersArmed() == 2);
            peer.sends("a\n");
            rig.until(() -> peer.receivedText().equals("got a\n"));
            rig.until(() -> rig.timersArmed() == 2);
            peer.sends("b\n").sends("c\n");
            rig.until(() -> peer.receivedText().endsWith("got c\n"));
            assertThat(rig.timersArmed()).as("the idle timeout alone").isOne();
        }
    }

    @Test
    void aTimerThatWinsIsCountedFromTheBeginningOfItsRace() {
        SessionTask task =
                stream -> {
                    Contender<ByteBuffer> message = stream.receive();
                    Contender<Void> minute = stream.timer(Duration.ofMinutes(1));
                    stream.read();
                    Winner winner = Race.first(message, minute);
                    stream.write(winner + " " + winner.is(minute) + " " + winner.value(minute));
                };
        try (TaskRig rig = TaskRig.start(task)) {
            ScriptedPeer peer = rig.connect();
            rig.advance(Duration.ofMinutes(2));
            peer.sends("go\n");
            rig.until(() -> rig.timersArmed() == 2);
            rig.advance(Duration.ofSeconds(59));
            assertThat(peer.received()).isEmpty();
            rig.advance(Duration.ofSeconds(2));
            rig.until(peer::gotFin);
            assertThat(peer.receivedText()).isEqualTo("Winner[timer of PT1M] true null\n");
        }
    }

    @Test
    void aFutureThatLosesKeepsNoReferenceToTheRace() {
        CompletableFuture<String> never = new CompletableFuture<>();
        WeakReference<TaskStream> stream = raceAgainst(never);
        assertThat(never.getNumberOfDependents()).as("one for all races").isOne();
        awaitCollected(stream);
        assertThat(never.cancel(false)).as("still there for others").isTrue();
    }

    /** A method of its own, so that no local variable holds on to anything. */
    private static WeakReference<TaskStream> raceAgainst(CompletableFuture<String> never) {
        AtomicReference<WeakReference<TaskStream>> kept = new AtomicReference<>();
        SessionTask task =
                stream -> {
                    kept.set(new WeakReference<>(stream));
                    Contender<String> slow = stream.future(never);
                    Contender<ByteBuffer> message = stream.receive();
                    for (int i = 0; i < 1_000; i++) {
                        Race.first(message, slow);
                    }
                };
        try (TaskRig rig = TaskRig.start(task)) {
            ScriptedPeer peer = rig.connect();
            for (int i = 0; i < 1_000; i++) {
                peer.sends("x\n");
            }
            peer.sendsFin();
            rig.until(peer::isClosed);
            rig.until(() -> rig.companion.closed.size() == 1);
        }
        return kept.get();
    }

    @Test
    void ofSeveralThatAreReadyTheFirstNamedWins() {
        CompletableFuture<String> done = CompletableFuture.completedFuture("now");
        CountDownLatch received = new CountDownLatch(1);
        SessionTask task =
                stream -> {
                    received.await();
                    Contender<ByteBuffer> message = stream.receive();
                    Contender<String> ready = stream.future(done);
                    stream.write(stream.read(String.class));
                    Contender<Void> hour = stream.timer(Duration.ofHours(1));
                    stream.write("" + Race.first(hour, ready, message).is(ready));
                    stream.write("" + Race.first(hour, message, ready).is(message));
                };
        try (TaskRig rig = TaskRig.start(task)) {
            ScriptedPeer peer = rig.connect().sends("a\nb\n");
            rig.embedded.settle();
            received.countDown();
            rig.until(peer::gotFin);
            assertThat(peer.receivedText()).isEqualTo("a\ntrue\ntrue\n");
        }
    }

    @Test
    void aFutureThatFailsTellsWhy() {
        SessionTask task =
                stream -> {
                    Contender<String> failing =
                            stream.future(
                                    CompletableFuture.supplyAsync(() -> {
                                        throw new IllegalStateException("no price");
                                    }));
                    Winner winner = Race.first(stream.timer(Duration.ofHours(1)), failing);
                    assertThatThrownBy(() -> winner.value(failing))
                            .isInstanceOf(ExecutionException.class)
                            .hasRootCauseMessage("no price");
                    assertThatThrownBy(() -> winner.value(stream.receive()))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessage("future has won, not receive");
                };
        try (TaskRig rig = TaskRig.start(task)) {
            rig.connect();
            assertThat(rig.nextSaid()).isEqualTo("returned");
        }
    }

    @Test
    void theEndOfTheInputIsAReceiveOfNothing() {
        SessionTask task =
                stream -> {
                    Contender<ByteBuffer> message = stream.receive();
                    Winner winner = Race.first(stream.timer(Duration.ofHours(1)), message);
                    stream.write("end: " + winner.value(message));
                };
        try (TaskRig rig = TaskRig.start(task)) {
            ScriptedPeer peer = rig.connect().sendsFin();
            rig.until(peer::isClosed);
            assertThat(peer.receivedText()).isEqualTo("end: null\n");
        }
    }

    @Test
    void theEndOfTheSessionEndsTheRace() {
        CompletableFuture<String> never = new CompletableFuture<>();
        SessionTask task =
                stream -> Race.first(stream.timer(Duration.ofHours(1)), stream.future(never));
        try (TaskRig rig = TaskRig.start(task)) {
            ScriptedPeer peer = rig.connect();
            rig.until(() -> never.getNumberOfDependents() == 1);
            peer.resets();
            assertThat(rig.nextSaid()).isInstanceOf(ClosedSessionException.class);
            rig.until(() -> rig.companion.closed.size() == 1);
            assertThat(rig.timersArmed()).isZero();
        }
    }

    @Test
    void contendersThatCannotRaceAreRefused() {
        SessionTask task =
                stream -> {
                    Contender<ByteBuffer> message = stream.receive();
                    assertThatThrownBy(Race::first).hasMessageContaining("one at least");
                    assertThatThrownBy(() -> Race.first(message, message))
                            .hasMessageContaining("twice");
                };
        try (TaskRig rig = TaskRig.start(task)) {
            rig.connect();
            assertThat(rig.nextSaid()).isEqualTo("returned");
        }
    }

    /** What is ready wins, also when no timer can be armed any more. */
    @Test
    void aTimerBeforeWhatIsReadyDoesNotLoseTheRaceAtTheEnd() {
        SessionTask task =
                stream -> {
                    assertThatThrownBy(() -> stream.sleep(Duration.ofHours(1)))
                            .isInstanceOf(ClosedSessionException.class);
                    Contender<Void> hour = stream.timer(Duration.ofHours(1));
                    Contender<String> known =
                            stream.future(CompletableFuture.completedFuture("known"));
                    assertThat(Race.first(hour, known).value(known)).isEqualTo("known");
                    assertThatThrownBy(() -> Race.first(hour))
                            .isInstanceOf(ClosedSessionException.class);
                };
        try (TaskRig rig = TaskRig.start(task)) {
            rig.connect();
            rig.session().abort();
            assertThat(rig.nextSaid()).isEqualTo("returned");
        }
    }
}
