package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.runtime.exchange.Exchanges;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Commands to the handler of an endpoint, without a session. */
class EndpointCommandTest {

    /** Answers text, and fails with what it is given. */
    private static final class Commanded implements SessionHandler {

        final List<Object> got = new ArrayList<>();
        EventLoop expected;

        @Override
        public void onMessage(Session session, ByteBuffer frame) {}

        @Override
        public Object onEndpointCommand(String endpoint, Object command) throws Exception {
            if (command instanceof Exception failure) {
                throw failure;
            }
            if (!(command instanceof String)) {
                return SessionHandler.super.onEndpointCommand(endpoint, command);
            }
            got.add(command);
            return endpoint + " " + expected.inEventLoop() + " " + command;
        }
    }

    @Test
    @Tag("H1")
    @Tag("H2")
    @Tag("H8")
    void theHandlerAnswersOnALoopOfTheListener() throws Exception {
        Commanded handler = new Commanded();
        try (Live live = Live.start(2)) {
            Listener listener = live.listen(Live.lines("quotes", handler));
            handler.expected = listener.loops().get(0);
            assertThat(Await.result(listener.command("x"))).isEqualTo("quotes true x");
            IOException thrown = new IOException("thrown by a test");
            assertThat(Await.failure(listener.command(thrown))).isSameAs(thrown);
            assertThat(Await.failure(listener.command(7)))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessage("the handler of quotes takes no command of type java.lang.Integer");
        }
    }

    @Test
    @Tag("H1")
    void exchangesHandThemOn() throws Exception {
        Commanded handler = new Commanded();
        Exchanges exchanges = Exchanges.inOrder().handler(handler).build();
        try (Live live = Live.start()) {
            Listener listener = live.listen(Live.lines("quotes", exchanges));
            handler.expected = live.loop();
            assertThat(Await.result(listener.command("x"))).isEqualTo("quotes true x");
        }
    }

    @Test
    @Tag("H4")
    void commandsOfOneThreadKeepTheirOrderOnSeveralLoops() throws Exception {
        Commanded handler = new Commanded();
        try (Live live = Live.start(2)) {
            Listener listener = live.listen(Live.lines("quotes", handler));
            handler.expected = listener.loops().get(0);
            List<CompletionStage<Object>> answers = new ArrayList<>();
            List<String> sent = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                sent.add("command " + i);
                answers.add(listener.command("command " + i));
            }
            answers.forEach(Await::result);
            assertThat(handler.got).isEqualTo(sent);
        }
    }

    @Test
    @Tag("H8")
    void handlersOfSingleSessionsTakeNone() throws Exception {
        try (Live live = Live.start()) {
            Listener listener =
                    live.listen(
                            Live.lines("own", new RecordingHandler())
                                    .handlers(session -> new RecordingHandler()));
            assertThat(Await.failure(listener.command("x")))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessage(
                            "each session of own has a handler of its own: send the"
                                    + " java.lang.String to a session");
        }
    }

    @Test
    @Tag("H2")
    @Tag("H6")
    void aStoppedListenerAndAnEndedReactorRefuse() throws Exception {
        Live live = Live.start();
        Listener stopped = live.listen(Live.lines("stopped", new Commanded()));
        Await.result(stopped.stop());
        assertThat(Await.failure(stopped.command("x")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("listener stopped is stopped: it takes no commands");
        Embedded embedded =
                Embedded.with(
                        new RecordingHandler(),
                        builder -> builder.commandQueueCapacity(2),
                        config -> config);
        CompletionStage<Object> waiting = embedded.listener.command("waiting");
        CompletionStage<Object> second = embedded.listener.command("waiting");
        assertThat(Await.failure(embedded.listener.command("too many")))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessage("event loop scripted-0: command queue is full");
        embedded.close();
        assertThat(Await.failure(waiting))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessage("event loop scripted-0 has ended");
        assertThat(Await.failure(second)).isInstanceOf(RejectedExecutionException.class);
        assertThat(Await.failure(embedded.listener.command("late")))
                .isInstanceOf(IllegalStateException.class);
        live.close();
    }

    @Test
    @Tag("H1")
    @Tag("I6")
    void aConnectionTakesCommandsWhetherItIsOpenOrNotAndStopsAfterADelay() throws Exception {
        Commanded handler = new Commanded();
        try (ConnectionRig rig = new ConnectionRig()) {
            rig.begin(rig.line().handler(handler));
            Connection connection = rig.connection();
            handler.expected = connection.loop();
            CompletionStage<Object> waiting = connection.command("x");
            CompletionStage<Void> stopping = connection.stop(Duration.ofMillis(5));
            rig.loops.settle();
            assertThat(Await.result(waiting)).isEqualTo("line true x");
            assertThat(stopping.toCompletableFuture()).isNotDone();
            rig.advance(5);
            Await.result(stopping);
            assertThat(Await.failure(connection.command("late")))
                    .hasMessage("connection line is stopped: it takes no commands");
        }
    }
}
