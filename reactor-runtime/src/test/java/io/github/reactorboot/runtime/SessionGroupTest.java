package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorboot.runtime.framing.Framers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Groups on scripted loops: what each member gets, and what is told of it. */
@Tag("G13")
class SessionGroupTest {

    private static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static SessionSettings limited(long bytes) {
        return SessionSettings.DEFAULT.withOutbound(
                new OutboundLimits(bytes / 2, bytes / 4, bytes));
    }

    @Test
    void everyMemberOnEveryLoopGetsWhatIsPublishedInOrder() {
        RecordingHandler handler = new RecordingHandler();
        try (EmbeddedLoops loops = new EmbeddedLoops(2, true, handler)) {
            loops.settle();
            loops.listen(loops.lines());
            List<ScriptedPeer> peers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                peers.add(loops.connect(i % 2));
            }
            ScriptedPeer stranger = loops.connect(0);
            List<Session> sessions = new ArrayList<>(handler.opened);
            SessionGroup group = SessionGroup.of("room", SlowMember.SKIP);
            sessions.subList(0, 4).forEach(session -> assertThat(group.join(session)).isTrue());
            assertThat(group.join(sessions.get(0))).as("joined twice").isTrue();
            assertThat(group.size()).isEqualTo(4);
            assertThat(group.sessions())
                    .containsExactlyInAnyOrderElementsOf(sessions.subList(0, 4));
            ByteBuffer payload = text("--a--").position(2).limit(3);
            CompletionStage<Delivery> first = group.publish(payload);
            assertThat(payload.position()).isEqualTo(2);
            payload.put(2, (byte) 'z');
            assertThat(group.leave(sessions.get(3))).isTrue();
            assertThat(group.leave(sessions.get(3))).isFalse();
            CompletionStage<Delivery> second = group.publish(text("b"));
            loops.settle();
            assertThat(Await.result(first).total()).isBetween(3, 4);
            assertThat(Await.result(second)).isEqualTo(new Delivery(3, 0, 0, 0));
            assertThat(peers.subList(0, 3))
                    .allSatisfy(peer -> assertThat(peer.receivedText()).isEqualTo("a\nb\n"));
            assertThat(peers.get(3).receivedText()).doesNotContain("b");
            assertThat(stranger.receivedText()).isEmpty();
            assertThat(group.stats().published()).isEqualTo(2);
            assertThat(group.stats().waitingBytes()).isZero();
            assertThat(group).hasToString("SessionGroup[room, 3 members]");
        }
    }

    @Test
    void eachMemberGetsItInItsOwnFraming() {
        RecordingHandler handler = new RecordingHandler();
        try (EmbeddedLoops loops = new EmbeddedLoops(1, true, handler)) {
            loops.settle();
            loops.listen(loops.lines());
            ScriptedPeer lines = loops.connect(0);
            RecordingHandler other = new RecordingHandler();
            loops.listen(Live.frames("frames", other));
            ScriptedPeer frames = loops.engines.get(0).listening.get(1).connect();
            loops.settle();
            SessionGroup group = SessionGroup.of("both", SlowMember.SKIP);
            group.join(handler.opened.element());
            group.join(other.opened.element());
            CompletionStage<Delivery> told = group.publish(text("x"));
            loops.settle();
            assertThat(Await.result(told)).isEqualTo(new Delivery(2, 0, 0, 0));
            assertThat(lines.receivedText()).isEqualTo("x\n");
            assertThat(frames.received()).containsExactly(0, 0, 0, 1, 'x');
        }
    }

    @Test
    void aPayloadThatCannotBeFramedReachesNobody() {
        RecordingHandler handler = new RecordingHandler();
        try (Embedded embedded = Embedded.with(handler, c -> c.framer(Framers.length(1)))) {
            ScriptedPeer peer = embedded.connect();
            SessionGroup group = SessionGroup.of("short", SlowMember.CLOSE);
            group.join(embedded.session());
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> group.publish(ByteBuffer.allocate(300)));
            embedded.settle();
            assertThat(peer.received()).isEmpty();
            assertThat(group.stats().waitingBytes()).isZero();
            assertThat(embedded.session().isOpen()).isTrue();
        }
    }

    @Test
    void aSlowMemberIsSkippedAndCountedAndTheOthersDoNotNotice() {
        RecordingHandler handler = new RecordingHandler();
        try (Embedded embedded = Embedded.lines(handler, limited(1_000))) {
            ScriptedPeer quick = embedded.connect();
            ScriptedPeer slow = embedded.connect().takesOnly(0);
            SessionGroup group = SessionGroup.of("room", SlowMember.SKIP);
            handler.opened.forEach(group::join);
            int delivered = 0;
            int skipped = 0;
            for (int i = 0; i < 20; i++) {
                CompletionStage<Delivery> told = group.publish(text("x".repeat(99)));
                embedded.settle();
                delivered += Await.result(told).delivered();
                skipped += Await.result(told).skipped();
            }
            assertThat(delivered).isEqualTo(30);
            assertThat(skipped).isEqualTo(10);
            assertThat(group.stats()).isEqualTo(new GroupStats(2, 20, 30, 10, 0, 0, 0));
            assertThat(quick.received()).hasSize(2_000);
            slow.takesMore(Long.MAX_VALUE);
            embedded.settle();
            assertThat(slow.received()).as("whole messages only").hasSize(1_000);
            CompletionStage<Delivery> again = group.publish(text("again"));
            embedded.settle();
            assertThat(Await.result(again)).isEqualTo(new Delivery(2, 0, 0, 0));
            assertThat(slow.receivedText()).endsWith("x\nagain\n");
        }
    }

    @Test
    void aSlowMemberIsClosedOnceWhereItMustHaveNoGap() {
        RecordingHandler handler = new RecordingHandler();
        try (Embedded embedded = Embedded.lines(handler, limited(1_000))) {
            ScriptedPeer quick = embedded.connect();
            ScriptedPeer slow = embedded.connect().takesOnly(0);
            Session victim = embedded.session();
            SessionGroup group = SessionGroup.of("feed", SlowMember.CLOSE);
            handler.opened.forEach(group::join);
            int closed = 0;
            for (int i = 0; i < 20; i++) {
                CompletionStage<Delivery> told = group.publish(text("x".repeat(99)));
                embedded.settle();
                closed += Await.result(told).closed();
            }
            assertThat(closed).isEqualTo(1);
            assertThat(victim.closeReason()).isEqualTo(CloseReason.OUTBOUND_OVERFLOW);
            assertThat(slow.wasReset()).isTrue();
            assertThat(quick.received()).hasSize(2_000);
            assertThat(group.size()).isEqualTo(1);
        }
    }

    @Test
    void aClosedSessionLeavesByItselfAndCannotJoinAgain() {
        RecordingHandler handler = new RecordingHandler();
        try (Embedded embedded = Embedded.lines(handler)) {
            embedded.connect();
            Session session = embedded.session();
            List<SessionGroup> groups = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                groups.add(SessionGroup.of("room " + i, SlowMember.SKIP));
                groups.get(i).join(session);
            }
            handler.close(closed -> assertThat(groups).allMatch(group -> group.size() == 0));
            session.abort();
            embedded.settle();
            assertThat(groups).allMatch(group -> !group.contains(session));
            assertThat(groups.get(0).join(session)).isFalse();
            assertThat(groups.get(0).size()).isZero();
            assertThat(handler.events).noneMatch(event -> event.startsWith("error"));
            assertThat(Await.result(groups.get(0).publish(text("x")))).isEqualTo(Delivery.NONE);
        }
    }

    @Test
    void aLoopThatTakesNoCommandsIsReportedAndItsMembersHaveNoGapUnseen() {
        RecordingHandler handler = new RecordingHandler();
        try (EmbeddedLoops loops =
                new EmbeddedLoops(1, true, handler, builder -> builder.commandQueueCapacity(2))) {
            loops.settle();
            loops.listen(loops.lines());
            loops.connect(0);
            loops.connect(0);
            SessionGroup skipping = SessionGroup.of("skipping", SlowMember.SKIP);
            SessionGroup closing = SessionGroup.of("closing", SlowMember.CLOSE);
            Session stays = handler.opened.element();
            handler.opened.forEach(skipping::join);
            handler.opened.stream().skip(1).forEach(closing::join);
            List<CompletionStage<Delivery>> told = new ArrayList<>();
            Await.result(
                    NewThread.run(() -> {
                        loops.loop(0).execute(() -> {});
                        loops.loop(0).execute(() -> {});
                        told.add(skipping.publish(text("x")));
                        told.add(closing.publish(text("x")));
                        told.add(closing.publish(text("x")));
                    }));
            assertThat(Await.result(told.get(0))).isEqualTo(new Delivery(0, 0, 0, 2));
            assertThat(Await.result(told.get(1))).isEqualTo(new Delivery(0, 0, 1, 0));
            assertThat(Await.result(told.get(2))).isEqualTo(Delivery.NONE);
            loops.settle();
            assertThat(skipping.sessions()).containsExactly(stays);
            assertThat(closing.size()).isZero();
            assertThat(handler.events).containsOnlyOnce("close:OUTBOUND_OVERFLOW");
        }
    }

    @Test
    void onlySoManyBytesWaitForLoops() {
        RecordingHandler handler = new RecordingHandler();
        try (Embedded embedded = Embedded.lines(handler)) {
            ScriptedPeer peer = embedded.connect();
            SessionGroup group = SessionGroup.of("room", SlowMember.CLOSE, 100);
            group.join(embedded.session());
            List<CompletionStage<Delivery>> told = new ArrayList<>();
            Await.result(
                    NewThread.run(() -> {
                        told.add(group.publish(text("x".repeat(150))));
                        assertThatThrownBy(() -> group.publish(text("y")))
                                .isInstanceOf(RejectedExecutionException.class)
                                .hasMessage(
                                        "group room: 150 bytes wait for event loops already,"
                                                + " 100 are the most");
                    }));
            embedded.settle();
            assertThat(Await.result(told.get(0))).isEqualTo(new Delivery(1, 0, 0, 0));
            assertThat(peer.received()).hasSize(151);
            group.publish(text("y"));
            embedded.settle();
            assertThat(peer.receivedText()).endsWith("x\ny\n");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> SessionGroup.of("none", SlowMember.SKIP, 0))
                    .withMessage("waitingBytes must be positive, was 0");
        }
    }

    @Test
    @Tag("H6")
    void whatIsPublishedWhenTheReactorEndsIsToldToo() {
        RecordingHandler handler = new RecordingHandler();
        Embedded embedded = Embedded.lines(handler);
        embedded.connect();
        SessionGroup group = SessionGroup.of("room", SlowMember.SKIP);
        group.join(embedded.session());
        List<CompletionStage<Delivery>> told = new ArrayList<>();
        Await.result(NewThread.run(() -> told.add(group.publish(text("x")))));
        embedded.close();
        assertThat(Await.result(told.get(0))).isEqualTo(Delivery.NONE);
        assertThat(Await.result(group.publish(text("late")))).isEqualTo(Delivery.NONE);
        assertThat(group.stats().waitingBytes()).isZero();
    }

    @Test
    void aBroadcastReachesTheSessionsThatAreWantedAndAsksOnTheirLoops() {
        RecordingHandler handler = new RecordingHandler();
        AttributeKey<String> room = AttributeKey.named("room");
        handler.message((session, frame) -> session.attribute(room, "blue"));
        try (EmbeddedLoops loops = new EmbeddedLoops(2, true, handler)) {
            loops.settle();
            loops.listen(loops.lines());
            List<ScriptedPeer> peers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                peers.add(loops.connect(i % 2));
            }
            peers.get(1).sends("blue\n");
            peers.get(2).sends("blue\n");
            loops.settle();
            CompletionStage<Delivery> told =
                    loops.reactor.broadcast(
                            session -> "blue".equals(session.attribute(room)), text("x"));
            loops.settle();
            assertThat(Await.result(told)).isEqualTo(new Delivery(2, 0, 0, 0));
            assertThat(peers)
                    .extracting(ScriptedPeer::receivedText)
                    .containsExactly("", "x\n", "x\n", "");
            CompletionStage<Delivery> failed =
                    loops.reactor.broadcast(
                            session -> {
                                throw new IllegalStateException("thrown by a test");
                            },
                            text("y"));
            loops.settle();
            assertThat(Await.failure(failed)).hasMessage("thrown by a test");
            assertThat(Await.result(settled(loops, loops.reactor.broadcast(s -> true, text("z")))))
                    .isEqualTo(new Delivery(4, 0, 0, 0));
        }
    }

    @Test
    @Tag("D6")
    void aBroadcastDoesNotSeeSessionsInTheirHandshake() {
        RecordingHandler handler = new RecordingHandler();
        try (Embedded embedded =
                Embedded.with(
                        handler, config -> config.handshake(session -> (opening, bytes) -> {}))) {
            ScriptedPeer peer = embedded.connect();
            List<Session> asked = new ArrayList<>();
            CompletionStage<Delivery> told = embedded.reactor.broadcast(asked::add, text("x"));
            embedded.settle();
            assertThat(Await.result(told)).isEqualTo(Delivery.NONE);
            assertThat(asked).isEmpty();
            assertThat(peer.received()).isEmpty();
        }
    }

    private static <T> CompletionStage<T> settled(EmbeddedLoops loops, CompletionStage<T> stage) {
        loops.settle();
        return stage;
    }
}
