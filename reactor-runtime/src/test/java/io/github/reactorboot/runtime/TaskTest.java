package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.runtime.task.SessionTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Straight-line code per session, stepped: what it waits for, and how it ends. */
@Tag("P1")
class TaskTest {

    private static final SessionTask ECHO =
            stream -> {
                for (String line = stream.read(String.class);
                        line != null;
                        line = stream.read(String.class)) {
                    stream.write(line);
                }
            };

    private static SessionSettings outbound(long high, long low, long limit) {
        return SessionSettings.DEFAULT.withOutbound(new OutboundLimits(high, low, limit));
    }

    @Test
    @Tag("L3")
    void aTaskThatDoesNotReadMakesReadingPause() {
        CountDownLatch go = new CountDownLatch(1);
        List<String> lines = IntStream.range(0, 5_000).mapToObj(i -> "line " + i).toList();
        List<String> read = new ArrayList<>();
        SessionTask task =
                stream -> {
                    go.await();
                    for (String line = stream.read(String.class);
                            line != null;
                            line = stream.read(String.class)) {
                        read.add(line);
                    }
                };
        try (TaskRig rig = TaskRig.start(task)) {
            ScriptedPeer peer = rig.connect();
            lines.forEach(line -> peer.sends(line + "\n"));
            peer.sendsFin();
            rig.embedded.settle();
            assertThat(peer.isReading()).isFalse();
            assertThat(peer.readsWaiting())
                    .isGreaterThan(5_000 - 2 * SessionSettings.DEFAULT.maxPendingReplies());
            ScriptedPeer other = rig.connect().sendsFin();
            go.countDown();
            assertThat(rig.nextSaid()).isEqualTo("returned");
            assertThat(rig.nextSaid()).isEqualTo("returned");
            rig.until(peer::isClosed);
            rig.until(other::isClosed);
            assertThat(read).isEqualTo(lines);
        }
    }

    @Test
    @Tag("L3")
    void unreadFramesAreBoundedByBytesToo() {
        CountDownLatch go = new CountDownLatch(1);
        SessionTask task =
                stream -> {
                    go.await();
                    while (stream.read() != null) {}
                };
        String large = "x".repeat(999) + "\n";
        try (TaskRig rig = TaskRig.start(task, SessionSettings.DEFAULT.withMaxFrameBytes(2_000))) {
            ScriptedPeer peer = rig.connect();
            IntStream.range(0, 20).forEach(i -> peer.sends(large));
            peer.sendsFin();
            rig.embedded.settle();
            assertThat(peer.isReading()).isFalse();
            assertThat(peer.readsWaiting()).isGreaterThanOrEqualTo(17);
            go.countDown();
            assertThat(rig.nextSaid()).isEqualTo("returned");
            rig.until(peer::isClosed);
        }
    }

    @Test
    @Tag("L1")
    void aPeerThatDoesNotReadMakesWriteWait() {
        AtomicInteger written = new AtomicInteger();
        byte[] payload = "y".repeat(999).getBytes();
        SessionTask task =
                stream -> {
                    for (int i = 0; i < 200; i++) {
                        stream.write(payload);
                        written.incrementAndGet();
                    }
                };
        try (TaskRig rig = TaskRig.start(task, outbound(10_000, 5_000, 1 << 20))) {
            ScriptedPeer peer = rig.connectDeaf();
            rig.until(() -> !rig.session().isWritable());
            rig.embedded.settle();
            long commands = rig.embedded.loop().stats().commandsRun();
            for (int i = 0; i < 10_000; i++) {
                rig.embedded.turn();
                Thread.yield();
            }
            assertThat(rig.embedded.loop().stats().commandsRun())
                    .as("it waits, and does not ask again and again")
                    .isLessThan(commands + 10);
            ScriptedPeer other = rig.connect();
            rig.until(() -> other.received().length == 200_000);
            // The other one is through, and this one is where it was.
            assertThat(rig.companion.opened.peek().unsentBytes()).isBetween(10_000L, 22_000L);
            peer.takesMore(Long.MAX_VALUE);
            rig.until(() -> peer.received().length == 200_000);
            assertThat(rig.nextSaid()).isEqualTo("returned");
            assertThat(rig.nextSaid()).isEqualTo("returned");
            assertThat(written).hasValue(400);
            assertThat(rig.embedded.listener.stats().sendsRefused()).isZero();
        }
    }

    @Test
    void aPayloadThatNeverFitsIsRefusedByName() {
        SessionTask task = stream -> stream.write(new byte[5_000]);
        try (TaskRig rig = TaskRig.start(task, outbound(2_000, 1_000, 4_000))) {
            rig.connect();
            assertThat(rig.nextSaid())
                    .isInstanceOfSatisfying(
                            IllegalArgumentException.class,
                            e ->
                                    assertThat(e)
                                            .hasMessageContaining("5000 bytes")
                                            .hasMessageContaining("outbound limit")
                                            .hasMessageContaining("main-1"));
            rig.until(() -> rig.session().closeReason() == CloseReason.HANDLER_ERROR);
        }
    }

    @Test
    void writesThatFillTheQueueUpToItsLimitWaitAsWell() {
        SessionTask task =
                stream -> {
                    for (int i = 0; i < 50; i++) {
                        stream.write(new byte[2_500]);
                    }
                };
        // Two of them never fit, and one alone is not above the mark.
        try (TaskRig rig = TaskRig.start(task, outbound(4_000, 1_000, 4_000))) {
            ScriptedPeer peer = rig.connect();
            rig.until(() -> peer.received().length == 50 * 2_501);
            assertThat(rig.nextSaid()).isEqualTo("returned");
        }
    }

    @Test
    void aTimedReadGivesUpAndLosesNothing() {
        SessionTask task =
                stream -> {
                    try {
                        stream.read(Duration.ofSeconds(5));
                    } catch (TimeoutException e) {
                        stream.write("nothing");
                    }
                    stream.write(String.valueOf(stream.read(String.class, Duration.ofHours(1))));
                };
        try (TaskRig rig = TaskRig.start(task)) {
            ScriptedPeer peer = rig.connect();
            rig.until(() -> rig.timersArmed() == 2);
            rig.advance(Duration.ofSeconds(6));
            rig.until(() -> peer.receivedText().equals("nothing\n"));
            peer.sends("x\n");
            rig.until(() -> peer.receivedText().equals("nothing\nx\n"));
            assertThat(rig.nextSaid()).isEqualTo("returned");
        }
    }

    @Test
    @Tag("E9")
    void aSessionWhoseTaskWorksIsNotIdle() {
        SessionTask task =
                stream -> {
                    stream.sleep(Duration.ofHours(1));
                    stream.write("awake");
                    stream.read();
                };
        try (TaskRig rig = TaskRig.start(task)) {
            ScriptedPeer peer = rig.connect();
            rig.until(() -> rig.timersArmed() == 2);
            for (int i = 0; i < 6; i++) {
                rig.advance(Duration.ofMinutes(6));
                assertThat(rig.session().isOpen()).isTrue();
            }
            rig.advance(Duration.ofMinutes(30));
            rig.until(() -> peer.receivedText().equals("awake\n"));
            // It waits for the peer from now on; whether it does so already, one more may pass.
            rig.until(() -> {
                rig.advance(Duration.ofMinutes(6));
                return !rig.session().isOpen();
            });
            assertThat(rig.nextSaid())
                    .isInstanceOfSatisfying(
                            ClosedSessionException.class,
                            e -> assertThat(e).hasMessageContaining("idle_timeout"));
        }
    }

    @Test
    void boundsThatLeaveNoRoomForATaskAreRefusedByName() {
        SessionSettings one =
                new SessionSettings(
                        1024,
                        1,
                        false,
                        false,
                        SessionTimeouts.DEFAULT,
                        OutboundLimits.DEFAULT,
                        SessionSettings.DEFAULT.socket(),
                        null);
        try (TaskRig rig = TaskRig.start(ECHO, one)) {
            ScriptedPeer peer = rig.connect();
            rig.until(peer::gotFin);
            assertThat(rig.companion.opened).isEmpty();
            assertThat(rig.embedded.listener.stats().closed())
                    .containsEntry(CloseReason.HANDLER_ERROR, 0L);
            peer.sendsFin();
            rig.until(peer::isClosed);
        }
    }
}
