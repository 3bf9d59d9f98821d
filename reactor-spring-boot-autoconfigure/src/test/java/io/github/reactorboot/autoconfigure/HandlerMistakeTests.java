package io.github.reactorboot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.annotation.OnMessage;
import io.github.reactorboot.annotation.OnOpen;
import io.github.reactorboot.annotation.OnTick;
import io.github.reactorboot.annotation.ReactorHandler;
import io.github.reactorboot.runtime.Session;
import io.github.reactorboot.runtime.SessionHandler;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Scope;

/** Every handler that cannot work is refused at start: bean, method, property and what to do. */
class HandlerMistakeTests {

    private static void assertSays(Class<?> handler, String description, String action) {
        Mistakes.assertSays(Runners.quotes().withBean("bean", handler), description, action);
    }

    @Test
    void aListenerNeedsAHandler() {
        Mistakes.assertSays(
                Runners.quotes(),
                "Listener 'quotes' has no handler.",
                "Annotate a bean with @ReactorHandler(\"quotes\"), or remove"
                        + " reactor.listeners.quotes.");
    }

    @Test
    void anUnknownListenerIsNamedWithTheNearest() {
        assertSays(
                Mistyped.class,
                "Bean 'bean' has @ReactorHandler(\"quote\") (from ${name:quote}), but no listener or connection has"
                        + " this name.",
                "Did you mean \"quotes\"? Otherwise: Configure reactor.listeners.quote. Configured listeners:"
                        + " quotes.");
    }

    @ReactorHandler("${name:quote}")
    static class Mistyped {

        @OnMessage
        void ignore(byte[] line) {}
    }

    @Test
    void aHandlerWithoutListenersIsNamed() {
        Mistakes.assertSays(
                Runners.empty().withBean("bean", Valid.class),
                "Bean 'bean' has @ReactorHandler(\"quotes\"), but no listener or connection has this name.",
                "Configure reactor.listeners.quotes. No listener and no connection is configured.");
    }

    @ReactorHandler("quotes")
    static class Valid {

        @OnMessage
        void ignore(byte[] line) {}
    }

    @Test
    void aHandlerMustNameAListener() {
        assertSays(
                Nameless.class,
                "Bean 'bean' has @ReactorHandler without the name of a listener or connection.",
                "Name one or more: @ReactorHandler(\"...\"). Configured listeners: quotes.");
    }

    @ReactorHandler
    static class Nameless {

        @OnMessage
        void ignore(byte[] line) {}
    }

    @Test
    void twoHandlersOfOneListenerAreNamed() {
        Mistakes.assertSays(
                Runners.quotes().withBean("one", Valid.class).withBean("other", Valid.class),
                "Listener 'quotes' has two handlers: beans 'one' and 'other'.",
                "Remove @ReactorHandler(\"quotes\") from one of them.");
    }

    @Test
    void aHandlerNeedsAMessageMethod() {
        assertSays(
                Silent.class,
                "Bean 'bean' of type io.github.reactorboot.autoconfigure.HandlerMistakeTests$Silent with"
                        + " @ReactorHandler has no @OnMessage method.",
                "Annotate the method that takes what arrives with @OnMessage, or the one that serves a"
                        + " whole session with @OnSession, or let the class implement"
                        + " SessionHandler.");
    }

    @ReactorHandler("quotes")
    static class Silent {

        @OnOpen
        void open() {}
    }

    @Test
    void twoMethodsForOneEventAreNamed() {
        FailureAnalysis analysis =
                Mistakes.of(Runners.quotes().withBean("bean", TwoMessages.class));
        assertThat(analysis.getDescription())
                .isEqualTo(
                        "Bean 'bean' has two methods with @OnMessage: TwoMessages.bytes(byte[]) and"
                                + " TwoMessages.text(String).");
    }

    @ReactorHandler("quotes")
    static class TwoMessages {

        @OnMessage
        void text(String line) {}

        @OnMessage
        void bytes(byte[] line) {}
    }

    @Test
    void aTickNeedsATime() {
        assertSays(
                Timeless.class,
                "Bean 'bean': method Timeless.tick() with @OnTick has every = \"often\", which is no time"
                        + " above zero.",
                "Write a duration such as 500ms, 1s or PT1M.");
    }

    @ReactorHandler("quotes")
    static class Timeless {

        @OnMessage
        void ignore(byte[] line) {}

        @OnTick(every = "often")
        void tick() {}
    }

    @Test
    void aTickIsNotForPrototypes() {
        Mistakes.assertSays(
                Runners.quotes().withUserConfiguration(PrototypeTickConfiguration.class),
                "Bean '%s': method PrototypeTick.tick() with @OnTick is in a prototype bean."
                        .formatted(PrototypeTick.class.getName()),
                "Use Session.schedule in an @OnOpen method, or move it to a singleton bean.");
    }

    @Import(PrototypeTick.class)
    static class PrototypeTickConfiguration {}

    @ReactorHandler("quotes")
    @Scope("prototype")
    static class PrototypeTick {

        @OnMessage
        void ignore(byte[] line) {}

        @OnTick
        void tick() {}
    }

    @Test
    void aSessionHandlerHasNoAnnotatedMethods() {
        FailureAnalysis analysis = Mistakes.of(Runners.quotes().withBean("bean", Both.class));
        assertThat(analysis.getDescription())
                .isEqualTo("Bean 'bean' implements SessionHandler and has annotated methods too.");
    }

    @ReactorHandler("quotes")
    static class Both implements SessionHandler {

        @Override
        public void onMessage(Session session, ByteBuffer frame) {}

        @OnOpen
        void open() {}
    }

    @Test
    void aBlockingMethodNeedsAnExecutor() {
        ApplicationContextRunner runner =
                new ApplicationContextRunner()
                        .withConfiguration(
                                AutoConfigurations.of(ReactorRuntimeAutoConfiguration.class))
                        .withBean("bean", Blocking.class)
                        .withPropertyValues("reactor.listeners.quotes.port=0");
        Mistakes.assertSays(
                runner,
                "reactor.listeners.quotes has a blocking handler method, but there is no executor bean"
                        + " named 'applicationTaskExecutor'.",
                "Name an Executor bean with reactor.listeners.quotes.executor; there is none of this"
                        + " type.");
    }

    @Test
    void anExecutorThatIsNotThereIsNamed() {
        FailureAnalysis analysis =
                Mistakes.of(
                        Runners.quotes()
                                .withBean(Blocking.class)
                                .withPropertyValues(
                                        "reactor.listeners.quotes.executor=applicationTaskExecuter"));
        assertThat(analysis.getDescription())
                .startsWith(
                        "reactor.listeners.quotes.executor must name a bean of type Executor, was"
                                + " applicationTaskExecuter");
        assertThat(analysis.getAction()).endsWith("or did you mean 'applicationTaskExecutor'?");
    }

    @ReactorHandler("quotes")
    static class Blocking {

        @OnMessage(blocking = true)
        void take(String line) {}
    }
}
