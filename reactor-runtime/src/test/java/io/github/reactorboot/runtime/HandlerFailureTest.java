package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a handler throws stays with its session. */
@Tag("A9")
@Tag("fault-F21")
class HandlerFailureTest {

    private static final SessionSettings SETTINGS =
            SessionSettings.DEFAULT
                    .withHalfClose(true)
                    .withOutbound(new OutboundLimits(10, 5, 1_000))
                    .withTimeouts(
                            new SessionTimeouts(
                                    Duration.ofSeconds(60),
                                    Duration.ZERO,
                                    Duration.ZERO,
                                    Duration.ofSeconds(5)));

    /** How a callback is made to throw, and what makes the reactor call it. */
    record Callback(
            String name,
            BiConsumer<RecordingHandler, RecordingHandler.Action> plug,
            BiConsumer<Embedded, ScriptedPeer> provoke) {

        @Override
        public String toString() {
            return name;
        }
    }

    private static Stream<Callback> callbacks() {
        return Stream.of(
                new Callback("onOpen", RecordingHandler::open, (e, p) -> {}),
                new Callback(
                        "onMessage",
                        (h, thrower) -> h.message((session, frame) -> thrower.run(session)),
                        (e, p) -> p.sends("x\n")),
                new Callback(
                        "onWritable",
                        RecordingHandler::writable,
                        (e, p) -> e.session().send("more than ten bytes")),
                new Callback(
                        "onInputClosed", RecordingHandler::inputClosed, (e, p) -> p.sendsFin()),
                new Callback(
                        "onIdle",
                        (h, thrower) ->
                                h.idle(session -> {
                                    thrower.run(session);
                                    return true;
                                }),
                        (e, p) -> e.advance(Duration.ofSeconds(61))),
                new Callback("onDrain", RecordingHandler::drain, (e, p) -> e.listener.drain()));
    }

    static Stream<Arguments> failures() {
        return callbacks()
                .flatMap(callback ->
                        Stream.of(
                                        new IllegalStateException("thrown by a test"),
                                        new IOException("thrown by a test"),
                                        new StackOverflowError("thrown by a test"),
                                        new NoClassDefFoundError("thrown by a test"))
                                .map(failure -> Arguments.of(callback, failure)));
    }

    private static RecordingHandler.Action throwing(Throwable failure) {
        return session -> {
            if (failure instanceof Error error) {
                throw error;
            }
            throw (Exception) failure;
        };
    }

    @ParameterizedTest(name = "{0} throws {1}")
    @MethodSource("failures")
    @Tag("C6")
    @Tag("E4")
    void closesTheSessionAloneAfterOnErrorWhichMaySayFarewell(
            Callback callback, Throwable failure) {
        RecordingHandler handler = new RecordingHandler().error(session -> session.send("sorry"));
        callback.plug().accept(handler, throwing(failure));
        RecordingHandler bystander = RecordingHandler.echo();
        try (Embedded embedded = Embedded.lines(handler, SETTINGS)) {
            Await.result(embedded.reactor.listen(Live.lines("other", bystander).build()));
            ScriptedPeer other = embedded.engine.listening.get(1).connect();
            ScriptedPeer peer = embedded.connect();
            callback.provoke().accept(embedded, peer);
            embedded.settle();
            peer.sendsFin();
            other.sends("alive\n");
            embedded.settle();
            assertThat(handler.takeEvents())
                    .startsWith("open")
                    .endsWith("error:" + failure.getClass().getSimpleName(), "close:HANDLER_ERROR");
            assertThat(peer.receivedText()).endsWith("sorry\n");
            assertThat(peer.isClosed()).isTrue();
            assertThat(embedded.session().closeCause()).isSameAs(failure);
            assertThat(embedded.listener.stats().handlerErrors()).isEqualTo(1);
            assertThat(other.receivedText()).isEqualTo("alive\n");
        }
    }

    @Test
    void framesBehindTheOneThatFailedAreNotDelivered() {
        RecordingHandler handler =
                new RecordingHandler()
                        .message((session, frame) -> {
                            throw new IllegalStateException("thrown by a test");
                        });
        try (Embedded embedded = Embedded.lines(handler)) {
            embedded.connect().sends("1\n2\n3\n").sends("4\n").sendsFin();
            embedded.settle();
            assertThat(handler.takeEvents())
                    .containsExactly(
                            "open",
                            "message:1",
                            "error:IllegalStateException",
                            "close:HANDLER_ERROR");
            assertThat(embedded.session().unreadBytes()).isEqualTo(6);
        }
    }

    @Test
    void onErrorAndOnCloseMayThrowToo() {
        RecordingHandler.Action thrower = throwing(new IllegalStateException("thrown by a test"));
        RecordingHandler handler =
                new RecordingHandler().open(thrower).error(thrower).close(thrower);
        try (Embedded embedded = Embedded.lines(handler)) {
            embedded.connect().sendsFin();
            embedded.settle();
            assertThat(handler.takeEvents())
                    .containsExactly("open", "error:IllegalStateException", "close:HANDLER_ERROR");
            assertThat(embedded.observer.closed).containsExactly(CloseReason.HANDLER_ERROR);
            assertThat(embedded.listener.stats().sessions()).isZero();
        }
    }

    @Test
    @Tag("C10")
    @Tag("C6")
    void aHandlerSourceThatThrowsRefusesTheSession() {
        RecordingHandler handler = new RecordingHandler();
        try (Embedded embedded =
                Embedded.with(
                        handler,
                        config ->
                                config.handlers(session -> {
                                    throw new IllegalStateException("thrown by a test");
                                }))) {
            ScriptedPeer peer = embedded.connect().sends("x\n").sendsFin();
            embedded.settle();
            assertThat(peer.isClosed()).isTrue();
            assertThat(handler.takeEvents()).isEmpty();
            assertThat(embedded.observer.closed).containsExactly(CloseReason.HANDLER_ERROR);
        }
    }

    @Test
    @Tag("C10")
    void eachSessionMayHaveAHandlerOfItsOwn() {
        RecordingHandler unused = new RecordingHandler();
        List<RecordingHandler> made = new ArrayList<>();
        try (Embedded embedded =
                Embedded.with(
                        unused,
                        config ->
                                config.handlers(session -> {
                                    made.add(new RecordingHandler());
                                    return made.get(made.size() - 1);
                                }))) {
            embedded.connect().sends("one\n");
            embedded.connect().sends("two\n");
            embedded.settle();
            assertThat(made.get(0).takeEvents()).containsExactly("open", "message:one");
            assertThat(made.get(1).takeEvents()).containsExactly("open", "message:two");
        }
    }

    @Test
    @Tag("J3")
    void anExceptionOfTheObserverHurtsNobody() {
        RecordingHandler handler = RecordingHandler.echo();
        ReactorObserver thrower =
                new ReactorObserver() {
                    @Override
                    public void onSessionOpened(Session session) {
                        throw new IllegalStateException("thrown by a test");
                    }

                    @Override
                    public void onSessionClosed(Session session, CloseReason reason) {
                        throw new IllegalStateException("thrown by a test");
                    }
                };
        try (Embedded embedded =
                Embedded.with(handler, builder -> builder.observer(thrower), config -> config)) {
            ScriptedPeer peer = embedded.connect().sends("x\n").sendsFin();
            embedded.settle();
            assertThat(peer.receivedText()).isEqualTo("x\n");
            assertThat(handler.takeEvents())
                    .containsExactly("open", "message:x", "close:PEER_CLOSED");
        }
    }

    @Test
    void anErrorLeavesAnEmbeddedLoopToItsCaller() {
        RecordingHandler handler =
                new RecordingHandler()
                        .message((session, frame) -> {
                            throw new AssertionError("thrown by a test");
                        });
        try (Embedded embedded = Embedded.lines(handler)) {
            embedded.connect().sends("x\n");
            assertThatThrownBy(embedded::turn).isInstanceOf(AssertionError.class);
        }
    }
}
