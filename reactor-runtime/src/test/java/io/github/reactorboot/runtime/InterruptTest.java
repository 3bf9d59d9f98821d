package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An interrupt of the loop's thread must not reach the callbacks of others. */
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
    void aCallbackThatInterruptsItsThreadIsNotFeltByOthers(Place place) {
        List<Boolean> felt = new ArrayList<>();
        RecordingHandler interrupting = new RecordingHandler();
        place.plug().accept(interrupting);
        RecordingHandler bystander = new RecordingHandler();
        bystander.message((session, frame) -> {
            felt.add(Thread.currentThread().isInterrupted());
            session.send(frame, (s, failure) -> felt.add(Thread.currentThread().isInterrupted()));
        });
        try (Embedded embedded = Embedded.lines(interrupting)) {
            ScriptedPeer peer = embedded.connect();
            Await.result(embedded.reactor.listen(Live.lines("other", bystander).build()));
            ScriptedPeer other = embedded.engine.listening.get(1).connect();
            embedded.settle();
            peer.sends("go\n");
            for (int i = 0; i < 10; i++) {
                other.sends("x\n");
                embedded.loop().execute(() -> felt.add(Thread.currentThread().isInterrupted()));
                embedded.turn();
                embedded.loop().execute(() -> felt.add(Thread.currentThread().isInterrupted()));
                embedded.turn();
            }
            assertThat(other.receivedText()).isEqualTo("x\n".repeat(10));
        } finally {
            Thread.interrupted();
        }
        assertThat(felt).hasSize(40).containsOnly(false);
    }

    @Test
    void aFilterThatInterruptsIsNotFeltByTheNext() {
        List<Boolean> felt = new ArrayList<>();
        AcceptFilter filter =
                peer -> {
                    felt.add(Thread.currentThread().isInterrupted());
                    interrupt();
                    return true;
                };
        RecordingHandler handler =
                new RecordingHandler()
                        .open(session -> felt.add(Thread.currentThread().isInterrupted()));
        try (Embedded embedded = Embedded.with(handler, config -> config.filter(filter))) {
            for (int i = 0; i < 3; i++) {
                embedded.socket().connect();
            }
            embedded.settle();
        } finally {
            Thread.interrupted();
        }
        assertThat(felt).hasSize(6).containsOnly(false);
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

    @Test
    void aTaskThatInterruptsEndsNoSession() throws Exception {
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
}
