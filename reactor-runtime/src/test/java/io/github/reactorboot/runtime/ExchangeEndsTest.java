package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.runtime.exchange.ExchangeRefusedException;
import io.github.reactorboot.runtime.exchange.ExchangeRefusedException.Reason;
import io.github.reactorboot.runtime.exchange.Exchanges;
import io.github.reactorboot.runtime.framing.Framers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Requests that are refused, and requests whose session ends before the reply has come. */
@Tag("P5")
class ExchangeEndsTest {

    private final RecordingHandler handler = new RecordingHandler();
    private final Exchanges exchanges = Exchanges.inOrder().maxInFlight(3).handler(handler).build();

    @Test
    void requestsBeyondTheBoundAreRefusedAlsoForThoseGivenUp() {
        try (Embedded embedded = listening(exchanges)) {
            ScriptedPeer peer = embedded.connect();
            Session session = embedded.session();
            exchanges.exchange(session, "1").cancel(false);
            var second = exchanges.exchange(session, "2", Duration.ofSeconds(1));
            var third = exchanges.exchange(session, "3");
            embedded.advance(Duration.ofSeconds(1));
            assertThat(second).isCompletedExceptionally();
            assertRefused(
                    exchanges.exchange(session, "4"),
                    Reason.IN_FLIGHT_FULL,
                    "session main-1: request refused: 3 requests are in flight");
            peer.sends("a\n");
            embedded.settle();
            var fifth = exchanges.exchange(session, "5");
            assertThat(fifth).isNotDone();
            peer.sends("b\nc\nd\n");
            embedded.settle();
            assertThat(third).isCompletedWithValue("c");
            assertThat(fifth).isCompletedWithValue("d");
            assertThat(peer.receivedText()).isEqualTo("1\n2\n3\n5\n");
            assertThat(exchanges.stats().refused()).isEqualTo(1);
            assertThat(exchanges.stats().inFlight()).isZero();
        }
    }

    @Test
    void requestsOnTheirWayFromOtherThreadsCountAgainstTheBound() throws Exception {
        try (Embedded embedded = listening(exchanges)) {
            ScriptedPeer peer = embedded.connect();
            Session session = embedded.session();
            List<CompletableFuture<String>> asked = new ArrayList<>();
            elsewhere(() -> {
                for (int i = 0; i < 4; i++) {
                    asked.add(exchanges.exchange(session, "" + i));
                }
            });
            assertRefused(asked.get(3), Reason.IN_FLIGHT_FULL, "3 requests are in flight");
            assertThat(asked.get(0)).isNotDone();
            embedded.settle();
            assertThat(peer.receivedText()).isEqualTo("0\n1\n2\n");
        }
    }

    @Test
    void tooManyBytesOnTheirWayAreRefusedButNotASingleRequest() throws Exception {
        Exchanges few = Exchanges.inOrder().maxHandedBytes(10).handler(handler).build();
        try (Embedded embedded = listening(few)) {
            ScriptedPeer peer = embedded.connect();
            Session session = embedded.session();
            List<CompletableFuture<String>> asked = new ArrayList<>();
            for (int round = 0; round < 2; round++) {
                elsewhere(() -> {
                    asked.add(few.exchange(session, "a".repeat(20)));
                    asked.add(few.exchange(session, "b"));
                });
                embedded.settle();
            }
            assertRefused(asked.get(1), Reason.OUTBOUND_FULL, "on their way");
            assertRefused(asked.get(3), Reason.OUTBOUND_FULL, "on their way");
            peer.sends("1\n2\n");
            embedded.settle();
            assertThat(asked.get(0)).isCompletedWithValue("1");
            assertThat(asked.get(2)).isCompletedWithValue("2");
            assertThat(few.stats().inFlight()).isZero();
        }
    }

    @Test
    void aFullOutboundQueueRefusesAndTheNextGoesOn() {
        SessionSettings tight =
                SessionSettings.DEFAULT.withOutbound(new OutboundLimits(20, 10, 30));
        try (Embedded embedded =
                Embedded.with(handler, config -> config.handler(exchanges).session(tight))) {
            ScriptedPeer peer = embedded.connect().takesOnly(0);
            Session session = embedded.session();
            var first = exchanges.exchange(session, "a".repeat(20));
            assertRefused(
                    exchanges.exchange(session, "b".repeat(20)),
                    Reason.OUTBOUND_FULL,
                    "the outbound queue is full");
            peer.takesMore(1000);
            embedded.settle();
            var third = exchanges.exchange(session, "c");
            peer.sends("1\n3\n");
            embedded.settle();
            assertThat(first).isCompletedWithValue("1");
            assertThat(third).isCompletedWithValue("3");
            assertThat(exchanges.stats().inFlight()).isZero();
        }
    }

    @Test
    void aFullCommandQueueRefuses() throws Exception {
        try (Embedded embedded =
                Embedded.with(
                        handler,
                        reactor -> reactor.commandQueueCapacity(2),
                        config -> config.handler(exchanges))) {
            ScriptedPeer peer = embedded.connect();
            Session session = embedded.session();
            List<CompletableFuture<String>> asked = new ArrayList<>();
            elsewhere(() -> {
                for (int i = 0; i < 3; i++) {
                    asked.add(exchanges.exchange(session, "" + i));
                }
                // The queue has no room for this either: the reply finds it.
                asked.get(0).cancel(false);
            });
            assertRefused(
                    asked.get(2), Reason.COMMANDS_FULL, "the command queue of scripted-0 is full");
            embedded.settle();
            peer.sends("1\n");
            embedded.settle();
            assertThat(asked.get(1)).isCompletedWithValue("1");
            assertThat(peer.receivedText()).isEqualTo("1\n");
            assertThat(exchanges.stats().inFlight()).isZero();
        }
    }

    @Test
    void aCancelForWhichTheCommandQueueHasNoRoomIsFoundByTheTimer() throws Exception {
        try (Embedded embedded =
                Embedded.with(
                        handler,
                        reactor -> reactor.commandQueueCapacity(2),
                        config -> config.handler(exchanges))) {
            embedded.connect();
            int timers = embedded.loop().stats().timersArmed();
            var asked = exchanges.exchange(embedded.session(), "x", Duration.ofSeconds(1));
            elsewhere(() -> {
                while (embedded.loop().execute(() -> {})) {
                    // Until it is full.
                }
                asked.cancel(false);
            });
            embedded.advance(Duration.ofSeconds(1));
            assertThat(embedded.loop().stats().timersArmed()).isEqualTo(timers);
            assertThat(exchanges.stats().cancelled()).isEqualTo(1);
            assertThat(exchanges.stats().timeouts()).isZero();
        }
    }

    @Test
    void aRequestThatTheFramerRefusesFailsAlone() throws Exception {
        try (Embedded embedded =
                Embedded.with(
                        handler, config -> config.handler(exchanges).framer(Framers.length(1)))) {
            ScriptedPeer peer = embedded.connect();
            Session session = embedded.session();
            List<CompletableFuture<byte[]>> asked = new ArrayList<>();
            elsewhere(() -> asked.add(exchanges.exchange(session, new byte[300])));
            asked.add(exchanges.exchange(session, new byte[300]));
            embedded.settle();
            for (CompletableFuture<byte[]> each : asked) {
                assertThat(Await.failure(each))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("300");
            }
            var well = exchanges.exchange(session, "x");
            peer.sends(new byte[] {1, 'y'});
            embedded.settle();
            assertThat(well).isCompletedWithValue("y");
            assertThat(exchanges.stats().refused()).isEqualTo(2);
            assertThat(exchanges.stats().inFlight()).isZero();
        }
    }

    @Test
    @Tag("D3")
    void theEndOfTheSessionFailsEveryRequestWithItsReason() {
        assertThat(failureAfter((embedded, peer) -> embedded.session().abort()).reason())
                .isEqualTo(CloseReason.LOCAL_ABORT);
        assertThat(failureAfter((embedded, peer) -> embedded.session().close()).reason())
                .isEqualTo(CloseReason.LOCAL_CLOSE);
        assertThat(failureAfter((embedded, peer) -> embedded.reactor.close()).reason())
                .isEqualTo(CloseReason.SHUTDOWN);
        assertThat(failureAfter((embedded, peer) -> embedded.listener.drain()).reason())
                .isEqualTo(CloseReason.SHUTDOWN);
        assertThat(failureAfter((embedded, peer) -> peer.sendsFin()).reason())
                .isEqualTo(CloseReason.PEER_CLOSED);
    }

    @Test
    @Tag("D3")
    void theCauseOfTheEndIsTheCauseOfTheFailure() {
        assertThat(failureAfter((embedded, peer) -> peer.resets()))
                .hasMessage("session main-1 is closed: peer_reset")
                .hasRootCauseMessage("Connection reset")
                .extracting(ClosedSessionException::reason)
                .isEqualTo(CloseReason.PEER_RESET);
    }

    /** Ends a session with requests in every state; what one of them failed with. */
    private static ClosedSessionException failureAfter(BiConsumer<Embedded, ScriptedPeer> end) {
        RecordingHandler own = new RecordingHandler();
        Exchanges ending = Exchanges.inOrder().handler(own).build();
        List<CompletableFuture<String>> asked = new ArrayList<>();
        List<String> ends = new ArrayList<>();
        try (Embedded embedded = Embedded.with(own, config -> config.handler(ending))) {
            ScriptedPeer peer = embedded.connect();
            Session session = embedded.session();
            ending.exchange(session, "given up").cancel(false);
            for (int i = 0; i < 3; i++) {
                asked.add(ending.exchange(session, "" + i));
            }
            asked.get(0)
                    .whenComplete((reply, failure) -> {
                        ends.add("first");
                        // Both while the end is on its way.
                        asked.add(ending.exchange(session, "again"));
                        asked.get(2).cancel(false);
                    });
            asked.get(1).whenComplete((reply, failure) -> ends.add("second"));
            end.accept(embedded, peer);
            if (embedded.loop().state() == LoopState.RUNNING) {
                embedded.settle();
                peer.sendsFin();
                embedded.settle();
                assertThat(embedded.loop().stats().timersArmed()).isZero();
            }
            assertThat(ends).containsExactly("first", "second");
            assertThat(asked.get(2)).isCancelled();
            assertThat(Await.failure(asked.get(3))).isInstanceOf(ClosedSessionException.class);
            assertThat(Await.failure(ending.exchange(session, "afterwards")))
                    .isInstanceOf(ClosedSessionException.class);
            assertThat(ending.stats().closed()).isEqualTo(2);
            assertThat(ending.stats().cancelled()).isEqualTo(2);
            assertThat(ending.stats().refused()).isEqualTo(2);
            assertThat(ending.stats().inFlight()).isZero();
        }
        assertThat(Await.failure(asked.get(1))).isInstanceOf(ClosedSessionException.class);
        return (ClosedSessionException) Await.failure(asked.get(0));
    }

    @Test
    void requestsThatALoopNeverComesToFailWhenItEnds() throws Exception {
        List<CompletableFuture<String>> asked = new ArrayList<>();
        try (Embedded embedded = listening(exchanges)) {
            embedded.connect();
            Session session = embedded.session();
            elsewhere(() -> {
                asked.add(exchanges.exchange(session, "one"));
                asked.add(exchanges.exchange(session, "two"));
                asked.add(exchanges.exchange(session, "three"));
                asked.get(1).cancel(false);
            });
            asked.get(2).cancel(false);
            embedded.reactor.close();
            elsewhere(() -> asked.add(exchanges.exchange(session, "four")));
        }
        assertThat(Await.failure(asked.get(0))).isInstanceOf(ClosedSessionException.class);
        assertThat(asked.get(1)).isCancelled();
        assertThat(asked.get(2)).isCancelled();
        assertThat(Await.failure(asked.get(3))).isInstanceOf(ClosedSessionException.class);
        assertThat(exchanges.stats().refused()).isEqualTo(2);
        assertThat(exchanges.stats().cancelled()).isEqualTo(2);
        assertThat(exchanges.stats().inFlight()).isZero();
    }

    @Test
    void aRequestThatComesToASessionThatHasEndedFails() throws Exception {
        try (Embedded embedded = listening(exchanges)) {
            ScriptedPeer peer = embedded.connect();
            Session session = embedded.session();
            List<CompletableFuture<String>> asked = new ArrayList<>();
            elsewhere(() -> asked.add(exchanges.exchange(session, "one")));
            peer.resets();
            embedded.settle();
            assertThat(Await.failure(asked.get(0)))
                    .isInstanceOf(ClosedSessionException.class)
                    .hasMessageContaining("peer_reset");
            assertThat(exchanges.stats().inFlight()).isZero();
        }
    }

    private static void assertRefused(CompletableFuture<?> reply, Reason reason, String message) {
        assertThat(reply).isDone();
        Throwable failure = Await.failure(reply);
        assertThat(failure)
                .isInstanceOf(ExchangeRefusedException.class)
                .hasMessageContaining(message);
        assertThat(((ExchangeRefusedException) failure).reason()).isEqualTo(reason);
    }

    private Embedded listening(Exchanges served) {
        return Embedded.with(handler, config -> config.handler(served));
    }

    private static void elsewhere(Runnable task) throws InterruptedException {
        Thread thread = new Thread(task);
        thread.start();
        thread.join();
    }
}
