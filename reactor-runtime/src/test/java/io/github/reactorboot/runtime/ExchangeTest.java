package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.reactorboot.runtime.exchange.ExchangeTimeoutException;
import io.github.reactorboot.runtime.exchange.Exchanges;
import io.github.reactorboot.runtime.exchange.ReplyReader;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Requests whose replies come in their order. */
@Tag("P5")
class ExchangeTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final RecordingHandler handler = new RecordingHandler();
    private final Exchanges exchanges = Exchanges.inOrder().handler(handler).build();

    @Test
    void repliesAnswerTheOldestRequestAndOtherFramesGoToTheHandler() {
        try (Embedded embedded = listening(exchanges)) {
            ScriptedPeer peer = embedded.connect().sends("hello\n");
            embedded.settle();
            ByteBuffer request = ByteBuffer.wrap("-one".getBytes(), 1, 3);
            CompletableFuture<String> one =
                    exchanges.exchange(embedded.session(), request, ReplyReader.text());
            CompletableFuture<byte[]> two =
                    exchanges.exchange(embedded.session(), "two".getBytes());
            CompletableFuture<String> three = exchanges.exchange(embedded.session(), "three");
            assertThat(request.position()).isEqualTo(1);
            request.put(1, (byte) 'X');
            embedded.settle();
            assertThat(peer.receivedText()).isEqualTo("one\ntwo\nthree\n");
            peer.sends("1\n2\n");
            embedded.settle();
            assertThat(one).isCompletedWithValue("1");
            assertThat(two).isCompletedWithValueMatching(reply -> reply[0] == '2');
            assertThat(three).isNotDone();
            peer.sends("3\nbye\n");
            embedded.settle();
            assertThat(three).isCompletedWithValue("3");
            assertThat(handler.takeEvents())
                    .containsExactly("open", "message:hello", "message:bye");
            assertThat(exchanges.stats().requests()).isEqualTo(3);
            assertThat(exchanges.stats().replies()).isEqualTo(3);
            assertThat(exchanges.stats().unmatched()).isEqualTo(2);
            assertThat(exchanges.stats().inFlight()).isZero();
        }
    }

    @Test
    void whatIsNoReplyGoesToTheHandlerAlthoughARequestWaits() {
        Exchanges some = Exchanges.inOrder(frame -> frame.get() == '+').handler(handler).build();
        try (Embedded embedded = listening(some)) {
            ScriptedPeer peer = embedded.connect();
            CompletableFuture<String> reply = some.exchange(embedded.session(), "x");
            peer.sends("!news\n+yes\n");
            embedded.settle();
            assertThat(reply).isCompletedWithValue("+yes");
            assertThat(handler.takeEvents()).containsExactly("open", "message:!news");
        }
    }

    @Test
    void aLateReplyDoesNotAnswerTheNextRequest() {
        try (Embedded embedded = listening(exchanges)) {
            ScriptedPeer peer = embedded.connect();
            int timers = embedded.loop().stats().timersArmed();
            var slow = exchanges.exchange(embedded.session(), "slow", SECOND);
            embedded.advance(SECOND.minusNanos(1));
            assertThat(slow).isNotDone();
            embedded.advance(Duration.ofNanos(1));
            assertThat(Await.failure(slow))
                    .isInstanceOf(ExchangeTimeoutException.class)
                    .hasMessage("session main-1: no reply within PT1S");
            var next = exchanges.exchange(embedded.session(), "next", SECOND);
            assertThat(exchanges.stats().inFlight()).as("one is given up").isEqualTo(2);
            peer.sends("late\n");
            embedded.settle();
            assertThat(next).isNotDone();
            peer.sends("in time\n");
            embedded.settle();
            assertThat(next).isCompletedWithValue("in time");
            assertThat(handler.takeEvents()).containsExactly("open");
            assertThat(exchanges.stats().timeouts()).isEqualTo(1);
            assertThat(exchanges.stats().late()).isEqualTo(1);
            assertThat(exchanges.stats().inFlight()).isZero();
            assertThat(embedded.loop().stats().timersArmed()).isEqualTo(timers);
        }
    }

    @Test
    void aCancelledRequestFreesItsTimerAtOnceAndKeepsItsPlace() {
        try (Embedded embedded = listening(exchanges)) {
            ScriptedPeer peer = embedded.connect();
            int timers = embedded.loop().stats().timersArmed();
            var cancelled = exchanges.exchange(embedded.session(), "cancelled");
            var completed = exchanges.exchange(embedded.session(), "completed");
            var next = exchanges.exchange(embedded.session(), "next");
            embedded.settle();
            cancelled.cancel(false);
            completed.complete("by somebody else");
            embedded.turn();
            assertThat(embedded.loop().stats().timersArmed()).isEqualTo(timers + 1);
            peer.sends("1\n2\n3\n");
            embedded.settle();
            assertThat(next).isCompletedWithValue("3");
            assertThat(completed).isCompletedWithValue("by somebody else");
            assertThat(exchanges.stats().cancelled()).isEqualTo(2);
            assertThat(exchanges.stats().late()).isEqualTo(2);
            assertThat(exchanges.stats().replies()).isEqualTo(1);
            assertThat(exchanges.stats().inFlight()).isZero();
        }
    }

    @Test
    void aRequestThatIsCancelledOnItsWayIsNotSent() throws Exception {
        try (Embedded embedded = listening(exchanges)) {
            ScriptedPeer peer = embedded.connect();
            Session session = embedded.session();
            List<CompletableFuture<String>> handed = new ArrayList<>();
            elsewhere(() -> {
                handed.add(exchanges.exchange(session, "one"));
                handed.add(exchanges.exchange(session, "two"));
                handed.add(exchanges.exchange(session, "three"));
                // One is cancelled from elsewhere, the other by the loop.
                handed.get(0).cancel(true);
            });
            handed.get(1).cancel(true);
            embedded.settle();
            assertThat(peer.receivedText()).isEqualTo("three\n");
            assertThat(exchanges.stats().cancelled()).isEqualTo(2);
            assertThat(exchanges.stats().inFlight()).isEqualTo(1);
            peer.sends("3\n");
            embedded.settle();
            assertThat(handed.get(2)).isCompletedWithValue("3");
        }
    }

    @Test
    void aRequestMayBeCancelledElsewhereAfterItWasSent() throws Exception {
        try (Embedded embedded = listening(exchanges)) {
            ScriptedPeer peer = embedded.connect();
            int timers = embedded.loop().stats().timersArmed();
            var first = exchanges.exchange(embedded.session(), "first");
            var second = exchanges.exchange(embedded.session(), "second");
            elsewhere(() -> first.cancel(true));
            embedded.settle();
            assertThat(embedded.loop().stats().timersArmed()).isEqualTo(timers + 1);
            // This time the reply is there before the loop hears of it.
            elsewhere(() -> second.cancel(true));
            peer.sends("1\n2\n");
            embedded.settle();
            assertThat(second).isCancelled();
            assertThat(exchanges.stats().cancelled()).isEqualTo(2);
            assertThat(exchanges.stats().late()).isEqualTo(2);
            assertThat(exchanges.stats().inFlight()).isZero();
            assertThat(handler.takeEvents()).containsExactly("open");
        }
    }

    @Test
    void aReaderThatThrowsFailsItsOwnFutureOnly() {
        try (Embedded embedded = listening(exchanges)) {
            ScriptedPeer peer = embedded.connect();
            Session session = embedded.session();
            IOException failure = new IOException("thrown by a test");
            CompletableFuture<String> thrown =
                    exchanges.exchange(
                            session,
                            request(),
                            frame -> {
                                throw failure;
                            });
            CompletableFuture<String> deep =
                    exchanges.exchange(
                            session,
                            request(),
                            frame -> {
                                throw new StackOverflowError("thrown by a test");
                            });
            CompletableFuture<String> well = exchanges.exchange(session, "well");
            peer.sends("1\n2\n3\n");
            embedded.settle();
            assertThat(Await.failure(thrown)).isSameAs(failure);
            assertThat(Await.failure(deep)).isInstanceOf(StackOverflowError.class);
            assertThat(well).isCompletedWithValue("3");
            assertThat(session.isOpen()).isTrue();
            assertThat(exchanges.stats().replies()).isEqualTo(3);
        }
    }

    @Test
    void theReaderMayCancelItsOwnFuture() {
        try (Embedded embedded = listening(exchanges)) {
            ScriptedPeer peer = embedded.connect();
            List<CompletableFuture<String>> own = new ArrayList<>();
            own.add(
                    exchanges.exchange(
                            embedded.session(),
                            request(),
                            frame -> {
                                own.get(0).cancel(false);
                                return "unwanted";
                            }));
            var next = exchanges.exchange(embedded.session(), "next");
            peer.sends("1\n2\n");
            embedded.settle();
            assertThat(own.get(0)).isCancelled();
            assertThat(next).isCompletedWithValue("2");
            assertThat(exchanges.stats().cancelled()).isEqualTo(1);
            assertThat(exchanges.stats().replies()).isEqualTo(1);
        }
    }

    @Test
    void whatFollowsAReplyMayExchangeAgainAndMayThrow() {
        Exchanges single = Exchanges.inOrder().maxInFlight(1).handler(handler).build();
        try (Embedded embedded = listening(single)) {
            ScriptedPeer peer = embedded.connect();
            Session session = embedded.session();
            List<Thread> threads = new ArrayList<>();
            CompletableFuture<String> last =
                    single.exchange(session, "1")
                            .thenCompose(reply -> single.exchange(session, reply + "2"))
                            .thenCompose(reply -> {
                                threads.add(Thread.currentThread());
                                return single.exchange(session, reply + "3");
                            });
            CompletableFuture<String> thrown =
                    last.thenApply(reply -> {
                        throw new IllegalStateException("thrown by a test");
                    });
            peer.sends("a\nb\nc\n");
            embedded.settle();
            assertThat(peer.receivedText()).isEqualTo("1\na2\nb3\n");
            assertThat(last).isCompletedWithValue("c");
            assertThat(thrown).isCompletedExceptionally();
            assertThat(threads).as("on the loop").containsExactly(Thread.currentThread());
            assertThat(session.isOpen()).isTrue();
        }
    }

    @Test
    void aHandlerMayAskItsPeerInEveryCallback() {
        List<CompletableFuture<String>> asked = new ArrayList<>();
        Exchanges[] asking = new Exchanges[1];
        RecordingHandler curious =
                new RecordingHandler()
                        .open(session -> asked.add(asking[0].exchange(session, "name?")))
                        .message(
                                (session, frame) -> asked.add(asking[0].exchange(session, "more?")))
                        .close(session -> asked.add(asking[0].exchange(session, "why?")));
        asking[0] = Exchanges.inOrder().handler(curious).build();
        try (Embedded embedded = Embedded.with(curious, config -> config.handler(asking[0]))) {
            ScriptedPeer peer = embedded.connect().sends("me\nyou\nno\n");
            embedded.settle();
            assertThat(peer.receivedText()).isEqualTo("name?\nmore?\n");
            assertThat(asked.get(0)).isCompletedWithValue("me");
            assertThat(asked.get(1)).isCompletedWithValue("no");
            peer.resets();
            embedded.settle();
            assertThat(Await.failure(asked.get(2))).isInstanceOf(ClosedSessionException.class);
            assertThat(asking[0].stats().inFlight()).isZero();
        }
    }

    @Test
    void everyEventIsHandedOn() throws Exception {
        for (Method callback : SessionHandler.class.getMethods()) {
            assertThat(
                            Exchanges.class
                                    .getMethod(callback.getName(), callback.getParameterTypes())
                                    .getDeclaringClass())
                    .as("%s", callback)
                    .isEqualTo(Exchanges.class);
        }
        RecordingHandler each = new RecordingHandler().idle(session -> true);
        each.message((session, frame) -> {
            throw new IOException("thrown by a test");
        });
        Exchanges own = Exchanges.inOrder().handlers(session -> each).build();
        SessionSettings settings = SessionSettings.DEFAULT.withHalfClose(true);
        try (Embedded embedded =
                Embedded.with(each, config -> config.handler(own).session(settings))) {
            embedded.connect().sends("x\n").sendsFin();
            embedded.settle();
            assertThat(each.takeEvents())
                    .containsExactly(
                            "open", "message:x", "error:IOException", "close:HANDLER_ERROR");
            ScriptedPeer peer = embedded.connect();
            var command = embedded.session().command("x");
            embedded.settle();
            assertThat(Await.result(command)).isEqualTo("x");
            embedded.advance(Duration.ofMinutes(5));
            peer.sendsFin();
            embedded.settle();
            embedded.listener.drain();
            embedded.settle();
            assertThat(each.takeEvents())
                    .containsExactly(
                            "open",
                            "command:x",
                            "idle",
                            "input-closed",
                            "drain",
                            "close:PEER_CLOSED");
        }
    }

    @Test
    void aHandlerThatCannotBeHadClosesTheSession() {
        Exchanges without =
                Exchanges.inOrder()
                        .handlers(session -> {
                            throw new IOException("thrown by a test");
                        })
                        .build();
        try (Embedded embedded = listening(without)) {
            ScriptedPeer peer = embedded.connect();
            assertThat(peer.isClosed() || peer.gotFin()).isTrue();
            assertThat(embedded.observer.opened).hasSize(1);
        }
    }

    @Test
    void whatCannotBeIsRefusedByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Exchanges.inOrder().timeout(Duration.ZERO))
                .withMessageContaining("timeout");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Exchanges.inOrder().maxInFlight(0))
                .withMessageContaining("maxInFlight");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Exchanges.inOrder().maxHandedBytes(0))
                .withMessageContaining("maxHandedBytes");
        try (Embedded embedded = listening(exchanges)) {
            embedded.connect();
            for (Duration timeout :
                    List.of(Duration.ofSeconds(-1), Duration.ofSeconds(Long.MAX_VALUE))) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> exchanges.exchange(embedded.session(), "x", timeout))
                        .withMessageContaining("timeout");
            }
            assertThat(exchanges.stats().requests()).isZero();
            Exchanges others = Exchanges.inOrder().build();
            assertThat(Await.failure(others.exchange(embedded.session(), "x")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("main-1 is not handled by these exchanges");
            CompletableFuture<String> cancelled = exchanges.exchange(embedded.session(), "x");
            cancelled.cancel(true);
            assertThat(cancelled.isCompletedExceptionally()).isTrue();
            assertThat(catchCancellation(cancelled)).isNotNull();
        }
    }

    private static CancellationException catchCancellation(CompletableFuture<?> future) {
        try {
            future.join();
            return null;
        } catch (CancellationException e) {
            return e;
        }
    }

    private static ByteBuffer request() {
        return ByteBuffer.wrap(new byte[] {'?'});
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
