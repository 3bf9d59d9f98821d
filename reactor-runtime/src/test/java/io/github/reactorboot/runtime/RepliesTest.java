package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.reactorboot.runtime.framing.Framers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Promised replies. */
class RepliesTest {

    private final List<PendingReply> promised = Collections.synchronizedList(new ArrayList<>());

    private static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes());
    }

    private RecordingHandler promising() {
        return new RecordingHandler()
                .message((session, frame) -> promised.add(session.expectReply()));
    }

    private static SessionSettings pendingAtMost(int replies) {
        SessionSettings d = SessionSettings.DEFAULT;
        return new SessionSettings(
                d.maxFrameBytes(),
                replies,
                false,
                false,
                d.timeouts(),
                d.outbound(),
                d.socket(),
                null);
    }

    @Test
    @Tag("L5")
    void repliesLeaveInTheOrderOfThePromisesWhateverTheOrderOfCompletion() throws Exception {
        try (Embedded embedded = Embedded.lines(promising())) {
            ScriptedPeer peer = embedded.connect().sends("a\nb\nc\nd\n");
            embedded.settle();
            Thread other =
                    new Thread(() -> {
                        promised.get(2).complete(text("3"));
                        promised.get(1).complete();
                        promised.get(3).complete(text("4"));
                    });
            other.start();
            Await.end(other);
            embedded.settle();
            assertThat(peer.receivedText()).isEmpty();
            promised.get(0).complete(text("1"));
            embedded.settle();
            assertThat(peer.receivedText()).isEqualTo("1\n3\n4\n");
        }
    }

    @Test
    @Tag("L5")
    void aReplyIsCompletedOnce() {
        try (Embedded embedded = Embedded.lines(promising())) {
            ScriptedPeer peer = embedded.connect().sends("a\n");
            embedded.settle();
            promised.get(0).complete(text("first"));
            promised.get(0).complete(text("second"));
            promised.get(0).fail(new IllegalStateException());
            embedded.settle();
            assertThat(peer.receivedText()).isEqualTo("first\n");
            assertThat(embedded.session().isOpen()).isTrue();
        }
    }

    @Test
    @Tag("L3")
    void tooManyPromisesPauseReadingUntilOneIsKept() {
        RecordingHandler handler = promising();
        try (Embedded embedded = Embedded.lines(handler, pendingAtMost(3))) {
            ScriptedPeer peer = embedded.connect().sends("1\n2\n3\n4\n5\n").sends("6\n");
            embedded.settle();
            assertThat(promised).hasSize(3);
            assertThat(peer.isReading()).isFalse();
            promised.get(1).complete(text("two"));
            embedded.settle();
            assertThat(promised).as("the first is still to come").hasSize(3);
            promised.get(0).complete(text("one"));
            embedded.settle();
            assertThat(promised).hasSize(5);
            for (int i = 2; i < promised.size(); i++) {
                promised.get(i).complete(text("n" + i));
                embedded.settle();
            }
            assertThat(promised).hasSize(6);
            assertThat(peer.receivedText()).isEqualTo("one\ntwo\nn2\nn3\nn4\nn5\n");
            assertThat(peer.isReading()).isTrue();
        }
    }

    @Test
    @Tag("L5")
    void aKnownReplyWaitsBehindThePromisedOnesWhileASendDoesNot() {
        RecordingHandler handler = new RecordingHandler();
        handler.message((session, frame) -> {
            if (frame.get(frame.position()) == 'p') {
                promised.add(session.expectReply());
            } else {
                session.reply(frame);
            }
        });
        try (Embedded embedded = Embedded.lines(handler)) {
            ScriptedPeer peer = embedded.connect().sends("first\np\nbehind\n");
            embedded.settle();
            embedded.session().send("at once");
            embedded.settle();
            assertThat(peer.receivedText()).isEqualTo("first\nat once\n");
            promised.get(0).complete(text("promised"));
            embedded.settle();
            assertThat(peer.receivedText()).isEqualTo("first\nat once\npromised\nbehind\n");
        }
    }

    @Test
    @Tag("L3")
    void knownRepliesThatWaitCountAgainstTheBoundToo() {
        RecordingHandler handler = new RecordingHandler();
        handler.message((session, frame) -> {
            if (promised.isEmpty()) {
                promised.add(session.expectReply());
            } else {
                session.reply(frame);
            }
        });
        try (Embedded embedded = Embedded.lines(handler, pendingAtMost(4))) {
            ScriptedPeer peer = embedded.connect();
            for (int i = 0; i < 100; i++) {
                peer.sends(i + "\n");
            }
            embedded.settle();
            assertThat(handler.takeEvents()).hasSize(1 + 4);
            promised.get(0).complete(text("0"));
            embedded.settle();
            assertThat(handler.takeEvents()).hasSize(96);
            assertThat(peer.receivedText().lines()).hasSize(100);
        }
    }

    @Test
    @Tag("L5")
    void aFailedReplyClosesTheSessionAsIfTheHandlerHadThrown() {
        RecordingHandler handler = promising();
        try (Embedded embedded = Embedded.lines(handler)) {
            ScriptedPeer peer = embedded.connect().sends("a\nb\n");
            embedded.settle();
            IllegalStateException cause = new IllegalStateException("no answer");
            promised.get(0).fail(cause);
            promised.get(1).complete(text("too late?"));
            embedded.settle();
            peer.sendsFin();
            embedded.settle();
            assertThat(handler.takeEvents())
                    .endsWith("error:IllegalStateException", "close:HANDLER_ERROR");
            assertThat(embedded.session().closeCause()).isSameAs(cause);
        }
    }

    @Test
    @Tag("L1")
    void aReplyThatDoesNotFitClosesTheSession() {
        RecordingHandler handler =
                new RecordingHandler().message((session, frame) -> session.reply(frame));
        SessionSettings settings =
                SessionSettings.DEFAULT.withOutbound(new OutboundLimits(30, 5, 30));
        try (Embedded embedded = Embedded.lines(handler, settings)) {
            ScriptedPeer peer = embedded.connect().takesOnly(0);
            peer.sends("0123456789\n0123456789\n0123456789\n0123456789\n");
            embedded.settle();
            peer.takesMore(1_000).sendsFin();
            embedded.settle();
            assertThat(handler.takeEvents()).endsWith("close:OUTBOUND_OVERFLOW");
            assertThat(peer.receivedText()).isEqualTo("0123456789\n0123456789\n");
        }
    }

    @Test
    @Tag("J3")
    void aReplyThatTheFramingCannotCarryClosesOnlyItsSession() {
        RecordingHandler handler = promising();
        try (Embedded embedded =
                Embedded.with(handler, config -> config.framer(Framers.length(1)))) {
            ScriptedPeer peer = embedded.connect().sends(new byte[] {1, 'a', 1, 'b'});
            embedded.settle();
            promised.get(1).complete(ByteBuffer.allocate(256));
            Thread other = new Thread(() -> promised.get(0).complete(text("ok")));
            other.start();
            Await.end(other);
            embedded.settle();
            peer.sendsFin();
            embedded.settle();
            assertThat(peer.receivedText()).isEqualTo("\2ok");
            assertThat(handler.takeEvents())
                    .endsWith("error:IllegalArgumentException", "close:HANDLER_ERROR");
        }
    }

    @Test
    @Tag("L5")
    void aReplyThatIsCompletedByTheFlushForAnotherComesBehindIt() {
        SessionSettings settings =
                SessionSettings.DEFAULT.withOutbound(new OutboundLimits(30, 5, 30));
        try (Embedded embedded = Embedded.lines(promising(), settings)) {
            ScriptedPeer peer = embedded.connect().sends("a\nb\n");
            embedded.settle();
            embedded.session()
                    .send(
                            text("makes no room"),
                            (session, failure) -> promised.get(1).complete(text("second")));
            promised.get(0).complete(text("first, of many bytes"));
            embedded.settle();
            assertThat(peer.receivedText())
                    .isEqualTo("makes no room\nfirst, of many bytes\nsecond\n");
        }
    }

    @Test
    @Tag("L5")
    void repliesThatAreKeptAfterTheEndAreDropped() {
        try (Embedded embedded = Embedded.lines(promising())) {
            ScriptedPeer peer = embedded.connect().sends("a\n");
            embedded.settle();
            embedded.session().abort();
            embedded.settle();
            promised.get(0).complete(text("late"));
            embedded.settle();
            assertThat(peer.receivedText()).isEmpty();
        }
    }

    @Test
    @Tag("E6")
    void thePeersFinWaitsForPromisedReplies() {
        RecordingHandler handler = promising();
        try (Embedded embedded = Embedded.lines(handler)) {
            ScriptedPeer peer = embedded.connect().sends("a\n").sendsFin();
            embedded.settle();
            assertThat(peer.isClosed()).isFalse();
            promised.get(0).complete(text("answer"));
            embedded.settle();
            assertThat(peer.receivedText()).isEqualTo("answer\n");
            assertThat(peer.isClosed()).isTrue();
            assertThat(handler.takeEvents()).endsWith("close:PEER_CLOSED");
        }
    }

    @Test
    @Tag("A3")
    void promisesAreMadeOnTheLoopOnly() throws Exception {
        try (Live live = Live.start()) {
            RecordingHandler handler = new RecordingHandler();
            TestClient client = live.connect(live.listen(handler));
            Session session = Await.next(handler.opened);
            assertThatIllegalStateException().isThrownBy(session::expectReply);
            assertThatIllegalStateException().isThrownBy(() -> session.reply(text("x")));
            client.send("still there\n");
            assertThat(handler.events).contains("open");
        }
    }

    @Test
    @Tag("L5")
    void thousandsOfRepliesFromOtherThreadsStayInOrder() throws Exception {
        List<Thread> workers = new ArrayList<>();
        BlockingQueue<Runnable> work = new LinkedBlockingQueue<>();
        RecordingHandler handler =
                new RecordingHandler()
                        .message((session, frame) -> {
                            PendingReply reply = session.expectReply();
                            byte[] copy = new byte[frame.remaining()];
                            frame.get(copy);
                            work.add(() -> reply.complete(ByteBuffer.wrap(copy)));
                        });
        try (Live live = Live.start()) {
            TestClient client = live.connect(live.listen(handler));
            for (int i = 0; i < 4; i++) {
                Thread worker = new Thread(() -> completeInAnyOrder(work));
                worker.start();
                workers.add(worker);
            }
            int count = 20_000;
            Thread writer =
                    new Thread(() -> {
                        try {
                            StringBuilder all = new StringBuilder();
                            for (int i = 0; i < count; i++) {
                                all.append(i).append('\n');
                            }
                            client.send(all.toString());
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
            writer.start();
            for (int i = 0; i < count; i++) {
                assertThat(client.readLine()).isEqualTo(String.valueOf(i));
            }
            Await.end(writer);
            workers.forEach(Thread::interrupt);
            workers.forEach(Await::end);
        }
    }

    private static void completeInAnyOrder(BlockingQueue<Runnable> work) {
        Random random = new Random();
        List<Runnable> held = new ArrayList<>();
        try {
            while (true) {
                held.add(work.take());
                work.drainTo(held, random.nextInt(10));
                Collections.shuffle(held, random);
                held.forEach(Runnable::run);
                held.clear();
            }
        } catch (InterruptedException e) {
            // The test is over.
        }
    }
}
