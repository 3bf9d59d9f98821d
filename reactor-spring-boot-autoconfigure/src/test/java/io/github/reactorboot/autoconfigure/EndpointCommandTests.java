package io.github.reactorboot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorboot.annotation.OnCommand;
import io.github.reactorboot.annotation.OnMessage;
import io.github.reactorboot.annotation.ReactorHandler;
import io.github.reactorboot.runtime.Session;
import io.github.reactorboot.runtime.SessionHandler;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Scope;

/** Commands to the handler of an endpoint, through the registry. */
@Tag("H1")
@Tag("H8")
class EndpointCommandTests {

    private static Object answer(ReactorRegistry registry, Object command) throws Exception {
        return registry.command("quotes", command).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    @Tag("H2")
    void methodsWithoutASessionAnswerAndOthersDoNot() {
        Runners.quotes()
                .withBean(Commanded.class)
                .run(context -> {
                    ReactorRegistry registry = context.getBean(ReactorRegistry.class);
                    assertThat(answer(registry, 7)).isEqualTo("number 7");
                    assertThat(answer(registry, 7L)).isEqualTo("long 7");
                    assertThatThrownBy(() -> answer(registry, 'c'))
                            .hasRootCauseInstanceOf(UnsupportedOperationException.class)
                            .hasMessageEndingWith(
                                    "the handler of quotes has no @OnCommand method without a"
                                            + " Session for java.lang.Character, but for:"
                                            + " "
                                            + Left.class.getName()
                                            + ", "
                                            + Right.class.getName()
                                            + ", java.lang.Long, java.lang.Number");
                    assertThatThrownBy(() -> answer(registry, new IllegalStateException("mine")))
                            .hasMessageContaining(
                                    "no @OnCommand method without a Session for"
                                            + " java.lang.IllegalStateException");
                });
    }

    @Test
    void aCommandThatTwoMethodsTakeEquallyWellIsRefused() {
        Runners.quotes()
                .withBean(Commanded.class)
                .run(context -> {
                    ReactorRegistry registry = context.getBean(ReactorRegistry.class);
                    assertThatThrownBy(() -> answer(registry, new Both()))
                            .hasRootCauseInstanceOf(UnsupportedOperationException.class)
                            .hasMessageEndingWith(
                                    "the handler of quotes has more than one @OnCommand method"
                                            + " without a Session for %s, none nearer: %s, %s",
                                    Both.class.getName(),
                                    Left.class.getName(),
                                    Right.class.getName());
                    assertThat(answer(registry, new Left() {})).isEqualTo("left");
                });
    }

    interface Left {}

    interface Right {}

    record Both() implements Left, Right {}

    @ReactorHandler("quotes")
    static class Commanded {

        @OnMessage
        String echo(String line) {
            return line;
        }

        @OnCommand
        String number(Number command) {
            return "number " + command;
        }

        @OnCommand
        String number(long command) {
            return "long " + command;
        }

        @OnCommand
        String left(Left command) {
            return "left";
        }

        @OnCommand
        String right(Right command) {
            return "right";
        }

        @OnCommand
        String failure(Exception command, Session session) {
            return session.name();
        }
    }

    @Test
    void aPrototypeBeanAndAPlainHandlerWithoutTheMethodSaySo() {
        Runners.quotes()
                .withBean(Prototype.class)
                .run(context ->
                        assertThatThrownBy(
                                        () -> answer(context.getBean(ReactorRegistry.class), "x"))
                                .hasMessageEndingWith(
                                        "each session of quotes has a handler of its own: send the"
                                                + " java.lang.String to a session"));
        Runners.quotes()
                .withBean(Plain.class)
                .run(context ->
                        assertThatThrownBy(
                                        () -> answer(context.getBean(ReactorRegistry.class), "x"))
                                .hasMessageEndingWith(
                                        "the handler of quotes takes no command of type"
                                                + " java.lang.String"));
    }

    @ReactorHandler("quotes")
    @Scope("prototype")
    static class Prototype {

        @OnMessage
        void ignore(byte[] line) {}

        @OnCommand
        String text(String command) {
            return command;
        }
    }

    @ReactorHandler("quotes")
    static class Plain implements SessionHandler {

        @Override
        public void onMessage(Session session, ByteBuffer frame) {}
    }

    @Test
    @Tag("H2")
    @Tag("H6")
    void anUnknownOrStoppedEndpointRefuses() {
        Runners.quotes()
                .withBean(Commanded.class)
                .withPropertyValues("reactor.listeners.quotes.auto-start=false")
                .run(context -> {
                    ReactorRegistry registry = context.getBean(ReactorRegistry.class);
                    assertThatThrownBy(() -> answer(registry, 7))
                            .hasRootCauseInstanceOf(IllegalStateException.class)
                            .hasMessageEndingWith("listener 'quotes' is not started");
                    registry.startListener("quotes");
                    assertThat(answer(registry, 7)).isEqualTo("number 7");
                    registry.stopListener("quotes");
                    assertThatThrownBy(() -> answer(registry, 7))
                            .hasMessageEndingWith(
                                    "listener quotes is stopped: it takes no commands");
                    assertThatIllegalArgumentException()
                            .isThrownBy(() -> registry.command("quote", 7))
                            .withMessage("no listener is named 'quote'; configured: quotes");
                });
    }
}
