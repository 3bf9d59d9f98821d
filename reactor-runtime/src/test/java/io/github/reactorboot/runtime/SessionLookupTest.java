package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sessions found by id and by name. */
@Tag("B4")
@Timeout(60)
class SessionLookupTest {

    @Test
    @Tag("B3")
    void aSessionIsFoundByIdAndByNameAsLongAsItIsOpen() throws IOException {
        RecordingHandler handler = new RecordingHandler();
        try (Live live = Live.start(2)) {
            Listener listener = live.listen(Live.lines("a", handler));
            Listener dashed = live.listen(Live.lines("a-1", handler));
            List<TestClient> clients = new ArrayList<>();
            for (int i = 1; i <= 40; i++) {
                clients.add(live.connect(i % 2 == 0 ? dashed : listener));
                Await.next(handler.opened);
            }
            assertThat(live.reactor.sessionCount()).isEqualTo(40);
            assertThat(live.reactor.sessions()).hasSize(40);
            assertThat(listener.sessions()).hasSize(20);
            for (Session session : live.reactor.sessions()) {
                assertThat(live.reactor.session(session.name())).containsSame(session);
                assertThat(live.reactor.session(session.id())).containsSame(session);
            }
            assertThat(live.reactor.session("a-1-20").orElseThrow().endpoint()).isEqualTo("a-1");
            assertThat(live.reactor.session("a-20").orElseThrow().endpoint()).isEqualTo("a");
            for (String none :
                    List.of(
                            "",
                            "-",
                            "a",
                            "a-",
                            "a-0",
                            "a-21",
                            "a-01",
                            "a-+1",
                            "a--1",
                            "a-x",
                            "b-1",
                            "-1",
                            "a-99999999999999999999")) {
                assertThat(live.reactor.session(none)).as(none).isEmpty();
            }
            for (TestClient client : clients) {
                client.close();
                Await.next(handler.closed);
            }
            assertThat(live.reactor.session("a-20")).isEmpty();
            assertThat(live.reactor.sessionCount()).isZero();
            assertThat(listener.sessions()).isEmpty();
        }
    }

    @Test
    @Tag("B1")
    void whatIsAskedOfASessionThatHasEndedReachesNoOther() throws IOException {
        RecordingHandler handler = new RecordingHandler();
        try (Live live = Live.start()) {
            Listener listener = live.listen(Live.lines("main", handler));
            live.connect(listener).close();
            Session ended = Await.next(handler.closed);
            handler.opened.clear();
            TestClient client = live.connect(listener);
            Session next = Await.next(handler.opened);
            assertThat(next.id()).isGreaterThan(ended.id());
            assertThat(next.name()).isEqualTo("main-2");
            ended.close();
            ended.abort();
            ended.shutdownOutput();
            ended.pauseReading();
            assertThat(ended.send("lost")).isEqualTo(SendResult.CLOSED);
            assertThat(ended.isOpen()).isFalse();
            live.awaitTurns();
            assertThat(live.reactor.session(ended.id())).isEmpty();
            assertThat(live.reactor.session(ended.name())).isEmpty();
            assertThat(next.send("alive")).isEqualTo(SendResult.ACCEPTED);
            assertThat(client.readLine()).isEqualTo("alive");
        }
    }

    @Test
    @Tag("C6")
    @Tag("E4")
    @Tag("E2")
    void aSessionThatIsClosedInOnOpenSaysGoodbyeAndEndsOnce() throws IOException {
        RecordingHandler handler =
                new RecordingHandler()
                        .open(session -> {
                            session.send("not you");
                            session.close();
                        });
        try (Live live = Live.start()) {
            TestClient client = live.connect(live.listen(Live.lines("main", handler)));
            client.send("anybody there?\n");
            client.shutdownOutput();
            assertThat(client.readTextToEnd()).isEqualTo("not you\n");
            assertThat(handler.eventsUntilClose()).containsExactly("open", "close:LOCAL_CLOSE");
            live.awaitTurns();
            assertThat(handler.takeEvents()).isEmpty();
        }
    }

    @Test
    @Tag("F3")
    void whatOneReadBringsIsDeliveredBeforeTheNextRead() {
        RecordingHandler handler = new RecordingHandler();
        try (Embedded embedded = Embedded.lines(handler)) {
            ScriptedPeer first = embedded.connect();
            ScriptedPeer second = embedded.connect();
            first.sends("a1\na2\n").sends("a3\n");
            second.sends("b1\n");
            handler.takeEvents();
            handler.message(
                    (session, frame) -> handler.events.add("waiting:" + first.readsWaiting()));
            embedded.turn();
            assertThat(handler.takeEvents())
                    .containsExactly(
                            "message:a1",
                            "waiting:1",
                            "message:a2",
                            "waiting:1",
                            "message:b1",
                            "waiting:1");
            embedded.turn();
            assertThat(handler.takeEvents()).containsExactly("message:a3", "waiting:0");
        }
    }
}
