package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which sources have sessions, and for how long. */
@Tag("N5")
class DatagramSourcesTest {

    private static DatagramEmbedded atMost(RecordingHandler handler, int total, int perAddress) {
        return new DatagramEmbedded(
                handler,
                config -> config.limits(AcceptLimits.DEFAULT.withMaxSessions(total, perAddress)));
    }

    @Test
    void theOneSilentLongestMakesWay() {
        RecordingHandler handler = new RecordingHandler();
        try (DatagramEmbedded rig = atMost(handler, 3, 0)) {
            rig.open(1001);
            rig.open(1002);
            rig.open(1003);
            rig.arrive(1001, "still here");
            handler.takeEvents();
            rig.arrive(1004, "new");
            assertThat(handler.takeEvents())
                    .containsExactly("close:EVICTED", "open", "message:new");
            assertThat(handler.closed.peek().remoteAddress())
                    .isEqualTo(ScriptedDatagrams.source(1002));
            assertThat(rig.listener.stats().closed()).containsEntry(CloseReason.EVICTED, 1L);
            assertThat(rig.listener.stats().sessions()).isEqualTo(3);
        }
    }

    @Test
    @Tag("fault-F20")
    void aFloodOfSourcesIsBoundedAndThoseWhoKeepSendingStay() {
        RecordingHandler handler = RecordingHandler.echo();
        try (DatagramEmbedded rig = atMost(handler, 500, 0)) {
            Session regular = rig.open(1);
            for (int i = 0; i < 10_000; i++) {
                rig.engine.arrive(2 + i, "flood");
                if (i % 100 == 0) {
                    rig.engine.arrive(1, "regular");
                }
            }
            rig.settle();
            assertThat(regular.isOpen()).isTrue();
            assertThat(rig.listener.stats().sessions()).isEqualTo(500);
            assertThat(rig.reactor.sessions()).hasSize(500);
            assertThat(rig.listener.stats().closed())
                    .containsEntry(CloseReason.EVICTED, 10_001L - 500);
            assertThat(rig.engine.sent).hasSize(10_000 + 100 + 1);
        }
    }

    @Test
    @Tag("F2")
    void aTurnTakesABoundedNumber() {
        try (DatagramEmbedded rig = DatagramEmbedded.of(new RecordingHandler())) {
            for (int i = 0; i < 200; i++) {
                rig.engine.arrive(1, "x");
            }
            rig.turn();
            assertThat(rig.listener.stats().framesIn()).isEqualTo(64);
            rig.settle();
            assertThat(rig.listener.stats().framesIn()).isEqualTo(200);
        }
    }

    @Test
    void oneAddressGetsNoMoreThanItsShare() {
        RecordingHandler handler = new RecordingHandler();
        try (DatagramEmbedded rig = atMost(handler, 100, 2)) {
            rig.open(1001);
            rig.open(1002);
            rig.arrive(1003, "too many");
            assertThat(handler.opened).hasSize(2);
            assertThat(rig.listener.stats().refused())
                    .containsEntry(RefuseReason.MAX_SESSIONS_PER_ADDRESS, 1L);
            assertThat(rig.listener.datagramStats().dropped()).isEqualTo(1);
        }
    }

    @Test
    void aFilterKeepsSourcesOut() {
        RecordingHandler handler = new RecordingHandler();
        try (DatagramEmbedded rig =
                new DatagramEmbedded(
                        handler,
                        config ->
                                config.filter(peer -> {
                                    if (peer.equals(ScriptedDatagrams.source(1003))) {
                                        throw new IllegalStateException("cannot tell");
                                    }
                                    return peer.equals(ScriptedDatagrams.source(1001));
                                }))) {
            rig.arrive(1001, "in");
            rig.arrive(1002, "out");
            rig.arrive(1003, "out");
            assertThat(handler.takeEvents()).containsExactly("open", "message:in");
            assertThat(rig.listener.stats().refused()).containsEntry(RefuseReason.FILTER, 2L);
        }
    }

    @Test
    @Tag("F9")
    void aSilentSourceIsForgottenAfterAMinute() {
        RecordingHandler handler = new RecordingHandler();
        try (DatagramEmbedded rig = DatagramEmbedded.of(handler)) {
            Session early = rig.open(1001);
            rig.advance(Duration.ofSeconds(30));
            Session late = rig.open(1002);
            // What is sent to a source says nothing about it.
            early.send("are you there?");
            rig.advance(Duration.ofSeconds(29));
            assertThat(handler.closed).isEmpty();
            rig.advance(Duration.ofSeconds(1));
            assertThat(handler.closed).containsExactly(early);
            assertThat(early.closeReason()).isEqualTo(CloseReason.IDLE_TIMEOUT);
            rig.arrive(1002, "here");
            rig.advance(Duration.ofSeconds(59));
            assertThat(late.isOpen()).isTrue();
            rig.advance(Duration.ofSeconds(1));
            assertThat(late.closeReason()).isEqualTo(CloseReason.IDLE_TIMEOUT);
            assertThat(rig.loop().stats().timersArmed()).isZero();
        }
    }

    @Test
    void aHandlerMayKeepAnIdleSession() {
        Deque<Boolean> stays = new ArrayDeque<>();
        stays.add(true);
        stays.add(false);
        RecordingHandler handler = new RecordingHandler().idle(session -> stays.remove());
        try (DatagramEmbedded rig = DatagramEmbedded.of(handler)) {
            rig.open(1001);
            rig.advance(Duration.ofMinutes(1));
            assertThat(handler.closed).isEmpty();
            rig.advance(Duration.ofMinutes(1));
            assertThat(handler.takeEvents())
                    .containsExactly("open", "message:hello", "idle", "idle", "close:IDLE_TIMEOUT");
        }
    }

    @Test
    void whatCameInTimeCountsAfterAPauseOfTheProcess() {
        RecordingHandler handler = new RecordingHandler();
        try (DatagramEmbedded rig = DatagramEmbedded.of(handler)) {
            Session session = rig.open(1001);
            rig.engine.receiving = false;
            rig.engine.arrive(1001, "came in time");
            rig.advance(Duration.ofMinutes(2));
            assertThat(session.isOpen()).isTrue();
            assertThat(handler.takeEvents()).endsWith("message:came in time");
        }
    }

    @Test
    void tooManyOutstandingRepliesDropWhatFollows() {
        Deque<PendingReply> promises = new ArrayDeque<>();
        RecordingHandler handler =
                new RecordingHandler()
                        .message((session, frame) -> promises.add(session.expectReply()));
        try (DatagramEmbedded rig = DatagramEmbedded.of(handler)) {
            for (int i = 0; i < 70; i++) {
                rig.arrive(1001, "question");
            }
            assertThat(promises).hasSize(64);
            assertThat(rig.listener.datagramStats().dropped()).isEqualTo(6);
            // Replies leave when they are there, whatever was asked before.
            promises.removeLast().complete(ByteBuffer.wrap(new byte[] {'b'}));
            promises.removeFirst().complete(ByteBuffer.wrap(new byte[] {'a'}));
            rig.settle();
            assertThat(rig.engine.sent).containsExactly("1001:b", "1001:a");
            rig.arrive(1001, "question");
            assertThat(promises).hasSize(63);
            handler.takeEvents();
            promises.remove().fail(new IllegalStateException("no answer"));
            promises.forEach(PendingReply::complete);
            rig.settle();
            assertThat(handler.takeEvents())
                    .containsExactly("error:IllegalStateException", "close:HANDLER_ERROR");
        }
    }

    @Test
    void aDatagramBehindTheOneThatClosedItsSessionOpensTheNext() {
        RecordingHandler handler =
                new RecordingHandler()
                        .message((session, frame) -> {
                            session.send(session.name());
                            session.close();
                        });
        try (DatagramEmbedded rig = DatagramEmbedded.of(handler)) {
            rig.engine.arrive(1001, "one");
            rig.engine.arrive(1001, "two");
            rig.turn();
            rig.settle();
            assertThat(rig.engine.sent).containsExactly("1001:udp-1", "1001:udp-2");
            assertThat(handler.takeEvents())
                    .containsExactly(
                            "open",
                            "message:one",
                            "close:LOCAL_CLOSE",
                            "open",
                            "message:two",
                            "close:LOCAL_CLOSE");
        }
    }

    @Test
    void aSourceThatIsTooFastIsHeardInItsRate() {
        RecordingHandler handler = new RecordingHandler();
        SessionSettings slow =
                SessionSettings.DEFAULT
                        .withTimeouts(SessionTimeouts.DATAGRAM_DEFAULT)
                        .withRateLimit(new RateLimit(10, 3));
        try (DatagramEmbedded rig = new DatagramEmbedded(handler, config -> config.session(slow))) {
            for (int i = 0; i < 10; i++) {
                rig.arrive(1001, "x");
            }
            assertThat(rig.listener.stats().framesIn()).isEqualTo(3);
            assertThat(rig.listener.datagramStats().dropped()).isEqualTo(7);
            rig.arrive(1002, "another source");
            assertThat(rig.listener.stats().framesIn()).isEqualTo(4);
            rig.advance(Duration.ofMillis(100));
            rig.arrive(1001, "x");
            rig.arrive(1001, "x");
            assertThat(rig.listener.stats().framesIn()).isEqualTo(5);
        }
    }

    @Test
    void groupsReachDatagramSessionsWhichLeaveAtTheirEnd() {
        RecordingHandler handler = new RecordingHandler();
        try (DatagramEmbedded rig = DatagramEmbedded.of(handler)) {
            SessionGroup group = SessionGroup.of("all", SlowMember.CLOSE);
            Session one = rig.open(1001);
            Session two = rig.open(1002);
            assertThat(group.join(one) && group.join(two)).isTrue();
            var delivery = group.publish(ByteBuffer.wrap(new byte[] {'x'}));
            rig.settle();
            assertThat(rig.engine.sent).containsExactlyInAnyOrder("1001:x", "1002:x");
            assertThat(Await.result(delivery).delivered()).isEqualTo(2);
            assertThatThrownBy(() -> group.publish(ByteBuffer.allocate(65_508)))
                    .isInstanceOf(IllegalArgumentException.class);
            one.close();
            rig.settle();
            assertThat(group.sessions()).containsExactly(two);
        }
    }

    @Test
    void aSocketThatFailsAgainAndAgainRests() {
        try (DatagramEmbedded rig = DatagramEmbedded.of(new RecordingHandler())) {
            for (int i = 0; i < 20; i++) {
                rig.engine.receiveFailures.add(new IOException("bad"));
            }
            rig.settle();
            assertThat(rig.listener.state()).isEqualTo(ListenerState.BACKING_OFF);
            assertThat(rig.engine.receiving).isFalse();
            assertThat(rig.listener.datagramStats().receiveFailures()).isEqualTo(16);
            rig.advance(Duration.ofSeconds(1));
            assertThat(rig.listener.state()).isEqualTo(ListenerState.ACCEPTING);
            rig.open(1001);
        }
    }

    @Test
    void commandsTimersAndAttributesWorkAsForStreams() {
        AttributeKey<String> name = AttributeKey.named("name");
        RecordingHandler handler =
                new RecordingHandler()
                        .open(session -> session.attribute(name, "x"))
                        .command((session, sent) -> session.attribute(name) + sent);
        try (DatagramEmbedded rig = DatagramEmbedded.of(handler)) {
            Session session = rig.open(1001);
            var answer = session.command("y").toCompletableFuture();
            var ran = new ArrayDeque<String>();
            session.schedule(Duration.ofSeconds(1), () -> ran.add("one second"));
            session.schedule(Duration.ofSeconds(50), () -> ran.add("never"));
            session.execute(() -> ran.add("now"));
            rig.settle();
            rig.advance(Duration.ofSeconds(1));
            assertThat(answer).isCompletedWithValue("xy");
            assertThat(ran).containsExactly("now", "one second");
            session.close();
            rig.settle();
            assertThat(rig.loop().stats().timersArmed()).isZero();
            var late = session.command("late");
            rig.settle();
            assertThat(Await.failure(late)).isInstanceOf(ClosedSessionException.class);
        }
    }
}
