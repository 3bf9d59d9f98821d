package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.runtime.task.Contender;
import io.github.reactorboot.runtime.task.Race;
import io.github.reactorboot.runtime.task.SessionTask;
import io.github.reactorboot.runtime.task.Winner;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** Many tasks, most of which wait. */
class TaskManyTest {

    @Test
    @Tag("P3")
    @Tag("P4")
    void aThousandTasksSleepAndRace() {
        int tasks = 1_000;
        SessionTask task =
                stream -> {
                    Contender<ByteBuffer> message = stream.receive();
                    for (int i = 0; i < 10; i++) {
                        stream.sleep(Duration.ofMillis(1 + (stream.session().id() * 7 + i) % 50));
                        Contender<Void> timer = stream.timer(Duration.ofMillis(i % 2 == 0 ? 3 : 1));
                        Winner winner = Race.first(message, timer);
                        assertThat(winner.is(timer)).isTrue();
                    }
                    stream.write("done");
                };
        try (TaskRig rig = TaskRig.start(task)) {
            List<ScriptedPeer> peers = new ArrayList<>();
            for (int i = 0; i < tasks; i++) {
                peers.add(rig.embedded.socket().connect());
            }
            rig.until(() -> rig.companion.opened.size() == tasks);
            rig.until(() -> {
                rig.embedded.clock.advance(Duration.ofMillis(1));
                return rig.said.size() == tasks;
            });
            assertThat(rig.said).containsOnly("returned");
            rig.until(() -> peers.stream().allMatch(ScriptedPeer::gotFin));
            assertThat(peers)
                    .allSatisfy(peer -> assertThat(peer.receivedText()).isEqualTo("done\n"));
        }
    }

    @Test
    @Tag("P4")
    void aTaskSleepsByTheClockOfItsLoop() {
        SessionTask task =
                stream -> {
                    stream.sleep(Duration.ofHours(3));
                    stream.write("slept");
                };
        try (TaskRig rig = TaskRig.start(task)) {
            ScriptedPeer peer = rig.connect();
            rig.until(() -> rig.timersArmed() == 2);
            rig.advance(Duration.ofMinutes(179));
            assertThat(peer.received()).isEmpty();
            rig.advance(Duration.ofMinutes(2));
            rig.until(() -> peer.receivedText().equals("slept\n"));
        }
    }

    @Test
    @Tag("P4")
    @EnabledForJreRange(min = JRE.JAVA_21)
    void aSleepingTaskHoldsNoPlatformThread() {
        int tasks = 1_000;
        AtomicInteger begun = new AtomicInteger();
        SessionTask task =
                stream -> {
                    begun.incrementAndGet();
                    stream.sleep(Duration.ofHours(1));
                };
        int before = ManagementFactory.getThreadMXBean().getThreadCount();
        try (TaskRig rig = TaskRig.start(task)) {
            for (int i = 0; i < tasks; i++) {
                rig.embedded.socket().connect();
            }
            rig.until(() -> begun.get() == tasks && rig.timersArmed() == 2 * tasks);
            // Those that carry virtual threads are as many as processors.
            assertThat(ManagementFactory.getThreadMXBean().getThreadCount())
                    .isLessThan(before + tasks / 4);
        }
    }

    @Test
    @Tag("P6")
    @EnabledForJreRange(min = JRE.JAVA_21)
    void tenThousandTasksWaitForTenThousandSessions() {
        int tasks = 10_000;
        SessionTask task =
                stream -> {
                    stream.write("ready");
                    for (String line = stream.read(String.class);
                            line != null;
                            line = stream.read(String.class)) {
                        stream.write(line);
                    }
                };
        try (TaskRig rig = TaskRig.start(task)) {
            List<ScriptedPeer> peers = new ArrayList<>();
            long before = usedBytes();
            for (int i = 0; i < tasks; i++) {
                peers.add(rig.embedded.socket().connect());
            }
            rig.until(() -> peers.stream().allMatch(peer -> peer.received().length == 6));
            rig.embedded.settle();
            long each = (usedBytes() - before) / tasks;
            // Session, test's peer, queue, stream and the stack of the task; see performance.md.
            assertThat(each).as("bytes for each suspended task").isLessThan(32 << 10);
            for (int i = 0; i < tasks; i++) {
                peers.get(i).sends("hello " + i + "\n").sendsFin();
            }
            rig.until(() -> rig.said.size() == tasks);
            rig.until(() -> peers.stream().allMatch(ScriptedPeer::isClosed));
            for (int i = 0; i < tasks; i++) {
                assertThat(peers.get(i).receivedText()).isEqualTo("ready\nhello " + i + "\n");
            }
        }
    }

    private static long usedBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
