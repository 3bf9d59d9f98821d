package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("A10")
@Tag("fault-F23")
class WatchdogTest {

    private final CountDownLatch blocked = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);

    /** Found in the stack. */
    private void holdUpTheLoop() {
        blocked.countDown();
        Await.latch(release);
    }

    @Test
    void aBlockedCallbackIsReportedOnceWithItsStackAndItsEnd() throws Exception {
        try (Live live =
                Live.start(builder -> builder.loops(2).stallThreshold(Duration.ofMillis(20)))) {
            RecordingHandler handler = RecordingHandler.echo();
            Listener listener = live.listen(handler);
            TestClient[] clients = {live.connect(listener), live.connect(listener)};
            EventLoop first = Await.next(handler.opened).loop();
            handler.message((session, frame) -> {
                if (session.loop() == first) {
                    holdUpTheLoop();
                }
                session.send(frame);
            });
            for (TestClient client : clients) {
                client.send("go\n");
            }
            Await.latch(blocked);
            RecordingObserver.Stall stall = Await.next(live.observer.stalls);
            assertThat(stall.loop()).isSameAs(first);
            assertThat(stall.since()).isGreaterThanOrEqualTo(Duration.ofMillis(20));
            assertThat(Arrays.stream(stall.stack()).map(StackTraceElement::getMethodName))
                    .contains("holdUpTheLoop");
            assertThat(first.stalledFor()).isPositive();
            assertThat(first.stats().longestTurnNanos())
                    .isGreaterThanOrEqualTo(Duration.ofMillis(20).toNanos());
            assertThat(live.observer.recoveries).isEmpty();
            release.countDown();
            assertThat(Await.next(live.observer.recoveries))
                    .isGreaterThanOrEqualTo(Duration.ofMillis(20));
            for (TestClient client : clients) {
                assertThat(client.readLine()).isEqualTo("go");
            }
            assertThat(live.observer.stalls).as("once for each stall").isEmpty();
            assertThat(first.stats().stalls()).isEqualTo(1);
        }
    }

    @Test
    void aLoopHeldUpForASecondIsStalledForWhoeverLooks() {
        RecordingHandler handler = new RecordingHandler();
        try (Embedded embedded = Embedded.lines(handler)) {
            LoopState[] seen = new LoopState[2];
            handler.message((session, frame) -> {
                session.loop().meter().look(session.loop().clockNanos());
                embedded.clock.advance(Duration.ofMillis(999));
                seen[0] = session.loop().state();
                embedded.clock.advance(Duration.ofMillis(1));
                seen[1] = session.loop().state();
            });
            embedded.connect().sends("x\n");
            embedded.settle();
            assertThat(seen).containsExactly(LoopState.RUNNING, LoopState.STALLED);
            assertThat(embedded.loop().state()).isEqualTo(LoopState.RUNNING);
            assertThat(embedded.loop().stats().longestTurnNanos())
                    .isEqualTo(Duration.ofSeconds(1).toNanos());
        }
    }

    @Test
    void aLongTurnThatServesManyIsNoStall() {
        RecordingHandler handler = new RecordingHandler();
        try (Embedded embedded = Embedded.lines(handler)) {
            List<LoopState> seen = new ArrayList<>();
            handler.message((session, frame) -> {
                session.loop().meter().look(session.loop().clockNanos());
                embedded.clock.advance(Duration.ofMillis(600));
                seen.add(session.loop().state());
            });
            ScriptedPeer one = embedded.connect();
            ScriptedPeer other = embedded.connect();
            one.sends("x\n");
            other.sends("y\n");
            embedded.settle();
            assertThat(seen).containsExactly(LoopState.RUNNING, LoopState.RUNNING);
            assertThat(embedded.loop().stats().longestTurnNanos())
                    .isEqualTo(Duration.ofMillis(1200).toNanos());
        }
    }

    @Test
    @Tag("A5")
    void waitingIsNotAStall() throws Exception {
        try (Live live = Live.start(builder -> builder.stallThreshold(Duration.ofMillis(10)))) {
            CountDownLatch later = new CountDownLatch(1);
            live.loop().schedule(Duration.ofMillis(200), later::countDown);
            Await.latch(later);
            assertThat(live.loop().stats().waitNanos()).isPositive();
            assertThat(live.loop().stats().busyNanos()).isLessThan(live.loop().stats().waitNanos());
        }
    }
}
