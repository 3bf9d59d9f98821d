package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An interrupted thread closes the channels it touches (InterruptibleChannel); ours must not. */
@Tag("J3")
class InterruptTest {

    private static void interrupt() {
        Thread.currentThread().interrupt();
    }

    record Place(String name, Consumer<RecordingHandler> plug) {

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Place> places() {
        return Stream.of(
                new Place("onMessage", h -> h.message((session, frame) -> interrupt())),
                new Place(
                        "a task",
                        h ->
                                h.message((session, frame) ->
                                        session.execute(InterruptTest::interrupt))),
                new Place(
                        "a timer",
                        h ->
                                h.message((session, frame) ->
                                        session.schedule(Duration.ZERO, InterruptTest::interrupt))),
                new Place(
                        "a flush callback",
                        h ->
                                h.message((session, frame) ->
                                        session.send(
                                                ByteBuffer.wrap("x".getBytes()),
                                                (s, failure) -> interrupt()))),
                new Place(
                        "onClose",
                        h -> h.message((s, frame) -> s.abort()).close(s -> interrupt())));
    }

    @ParameterizedTest
    @MethodSource("places")
    void aCallbackThatInterruptsItsThreadClosesNoOtherSession(Place place) throws Exception {
        RecordingHandler interrupting = new RecordingHandler();
        place.plug().accept(interrupting);
        RecordingHandler bystander = RecordingHandler.echo();
        try (Live live = Live.start()) {
            TestClient other = live.connect(live.listen(Live.lines("other", bystander)));
            Session session = Await.next(bystander.opened);
            TestClient client = live.connect(live.listen(interrupting));
            Await.next(interrupting.opened);
            client.send("go\n");
            CountDownLatch held = new CountDownLatch(1);
            for (int i = 0; i < 50; i++) {
                // Output of the other session, queued in the turns in which it happens.
                session.execute(() -> session.send("pushed"));
            }
            session.execute(held::countDown);
            Await.latch(held);
            for (int i = 0; i < 50; i++) {
                assertThat(other.readLine()).isEqualTo("pushed");
            }
            other.send("alive\n");
            assertThat(other.readLine()).isEqualTo("alive");
            assertThat(live.loop().state()).isEqualTo(LoopState.RUNNING);
        }
    }

    @Test
    void aTaskThatInterruptsDoesNotBreakTheFlushOfItsTurn() throws Exception {
        RecordingHandler handler = RecordingHandler.echo();
        try (Live live = Live.start()) {
            TestClient client = live.connect(live.listen(handler));
            Session session = Await.next(handler.opened);
            session.execute(() -> {
                session.send("queued");
                interrupt();
            });
            assertThat(client.readLine()).isEqualTo("queued");
            client.send("alive\n");
            assertThat(client.readLine()).isEqualTo("alive");
        }
    }

    @Test
    void aFilterThatInterruptsDoesNotCloseTheListener() throws Exception {
        RecordingHandler handler = RecordingHandler.echo();
        AcceptFilter filter =
                peer -> {
                    interrupt();
                    return true;
                };
        try (Live live = Live.start()) {
            Listener listener = live.listen(Live.lines("main", handler).filter(filter));
            for (int i = 0; i < 3; i++) {
                TestClient client = live.connect(listener);
                client.send("hi\n");
                assertThat(client.readLine()).isEqualTo("hi");
            }
            assertThat(listener.stats().acceptFailures()).isZero();
        }
    }

    @Test
    void anInterruptFromOutsideIsIgnored() throws Exception {
        RecordingHandler handler = RecordingHandler.echo();
        try (Live live = Live.start()) {
            TestClient client = live.connect(live.listen(handler));
            Await.next(handler.opened);
            live.awaitTurns();
            live.loop().life().thread().interrupt();
            client.send("alive\n");
            assertThat(client.readLine()).isEqualTo("alive");
        }
    }
}
