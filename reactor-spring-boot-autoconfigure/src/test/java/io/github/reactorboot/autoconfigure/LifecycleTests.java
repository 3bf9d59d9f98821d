package io.github.reactorboot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.reactorboot.annotation.OnClose;
import io.github.reactorboot.annotation.OnDrain;
import io.github.reactorboot.annotation.OnMessage;
import io.github.reactorboot.annotation.ReactorHandler;
import io.github.reactorboot.runtime.CloseReason;
import io.github.reactorboot.runtime.ListenerState;
import io.github.reactorboot.runtime.Session;
import java.net.ConnectException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;

/** Starting, stopping and everything between. */
class LifecycleTests {

    @Test
    void thePhasesAreThoseOfBoot() {
        Runners.quotes()
                .withBean(Echo.class)
                .run(context ->
                        assertThat(context.getBeansOfType(SmartLifecycle.class).values())
                                .filteredOn(bean ->
                                        bean.getClass()
                                                .getPackageName()
                                                .startsWith("io.github.reactorboot"))
                                .allMatch(bean -> !bean.isPauseable())
                                .extracting(SmartLifecycle::getPhase)
                                .containsExactlyInAnyOrder(
                                        Integer.MAX_VALUE - 1024,
                                        Integer.MAX_VALUE - 2048,
                                        Integer.MAX_VALUE - 3072));
    }

    @Test
    void whatWasReceivedIsAnsweredBeforeTheEnd() {
        Runners.quotes()
                .withBean(Echo.class)
                .run(context -> {
                    Echo echo = context.getBean(Echo.class);
                    Thread closer;
                    try (TestClient client = TestClient.connect(context, "quotes")) {
                        client.send("later\n");
                        CompletableFuture<String> reply = echo.later.poll(10, TimeUnit.SECONDS);
                        closer = close(context);
                        assertThat(client.line()).isEqualTo("ending");
                        reply.complete("answered");
                        assertThat(client.line()).isEqualTo("answered");
                        assertThat(client.line()).isNull();
                    }
                    closer.join();
                    assertThat(echo.closed.poll()).isEqualTo(CloseReason.SHUTDOWN);
                });
    }

    @Test
    void whatDoesNotEndInTimeIsCut() {
        Runners.quotes()
                .withUserConfiguration(LifecycleAutoConfiguration.class)
                .withPropertyValues("spring.lifecycle.timeout-per-shutdown-phase=100ms")
                .withBean(Echo.class)
                .run(context -> {
                    Echo echo = context.getBean(Echo.class);
                    try (TestClient client = TestClient.connect(context, "quotes")) {
                        client.send("later\n");
                        assertThat(echo.later.poll(10, TimeUnit.SECONDS)).isNotNull();
                        close(context).join();
                        assertThat(echo.closed.poll(10, TimeUnit.SECONDS))
                                .isEqualTo(CloseReason.SHUTDOWN);
                    }
                });
    }

    private static Thread close(ConfigurableApplicationContext context) {
        Thread closer = new Thread(context::close, "closer");
        closer.start();
        return closer;
    }

    @Test
    void aContextMayBeStoppedAndStartedAgain() {
        Runners.quotes()
                .withBean(Echo.class)
                .run(context -> {
                    try (TestClient client = TestClient.connect(context, "quotes")) {
                        assertThat(client.ask("x")).isEqualTo("x");
                    }
                    context.stop();
                    assertThat(listenerState(context.getBean(ReactorRegistry.class)))
                            .isEqualTo(ListenerState.STOPPED);
                    context.start();
                    try (TestClient client = TestClient.connect(context, "quotes")) {
                        assertThat(client.ask("x")).isEqualTo("x");
                    }
                });
    }

    @Test
    void aListenerMayBeStoppedAndStartedAlone() {
        Runners.quotes()
                .withBean(Echo.class)
                .run(context -> {
                    ReactorRegistry registry = context.getBean(ReactorRegistry.class);
                    int port = port(registry);
                    try (TestClient client = TestClient.connect(context, "quotes")) {
                        assertThat(client.ask("x")).isEqualTo("x");
                        registry.stopListener("quotes");
                        registry.stopListener("quotes");
                        assertThatExceptionOfType(ConnectException.class)
                                .isThrownBy(() -> TestClient.connect(port));
                        assertThat(client.ask("sessions live on")).isEqualTo("sessions live on");
                    }
                    registry.startListener("quotes");
                    registry.startListener("quotes");
                    try (TestClient client = TestClient.connect(context, "quotes")) {
                        assertThat(client.ask("x")).isEqualTo("x");
                    }
                });
    }

    @Test
    void aListenerMayBePausedAndResumed() {
        Runners.quotes()
                .withBean(Echo.class)
                .run(context -> {
                    ReactorRegistry registry = context.getBean(ReactorRegistry.class);
                    registry.pauseListener("quotes");
                    while (listenerState(registry) != ListenerState.PAUSED) {
                        Thread.onSpinWait();
                    }
                    try (TestClient client = TestClient.connect(context, "quotes")) {
                        client.send("waits in the backlog\n");
                        assertThat(registry.sessions()).isEmpty();
                        registry.resumeListener("quotes");
                        assertThat(client.line()).isEqualTo("waits in the backlog");
                    }
                });
    }

    @Test
    void aListenerMayWaitToBeStarted() {
        Runners.quotes()
                .withBean(Echo.class)
                .withPropertyValues("reactor.listeners.quotes.auto-start=false")
                .run(context -> {
                    ReactorRegistry registry = context.getBean(ReactorRegistry.class);
                    assertThat(registry.listenerNames()).containsExactly("quotes");
                    assertThat(registry.listener("quotes")).isEmpty();
                    assertThatIllegalStateException()
                            .isThrownBy(() -> registry.pauseListener("quotes"))
                            .withMessage("listener 'quotes' is not started");
                    registry.startListener("quotes");
                    try (TestClient client = TestClient.connect(context, "quotes")) {
                        assertThat(client.ask("x")).isEqualTo("x");
                    }
                });
    }

    @Test
    void anUnknownListenerIsNamedWithThoseThereAre() {
        Runners.quotes()
                .withBean(Echo.class)
                .run(context ->
                        assertThatIllegalArgumentException()
                                .isThrownBy(() ->
                                        context.getBean(ReactorRegistry.class)
                                                .startListener("quote"))
                                .withMessage("no listener is named 'quote'; configured: quotes"));
    }

    @Test
    void sessionsAreFoundAndClosedByTheRegistry() {
        Runners.quotes()
                .withBean(Echo.class)
                .run(context -> {
                    ReactorRegistry registry = context.getBean(ReactorRegistry.class);
                    try (TestClient client = TestClient.connect(context, "quotes")) {
                        assertThat(client.ask("x")).isEqualTo("x");
                        Session session = registry.session("quotes-1").orElseThrow();
                        assertThat(registry.session(session.id())).containsSame(session);
                        assertThat(registry.sessions()).containsExactly(session);
                        assertThat(registry.runtimeOf("quotes")).isEqualTo("default");
                        assertThat(registry.closeSession(session.id())).isTrue();
                        assertThat(client.line()).isNull();
                        assertThat(registry.closeSession(-1)).isFalse();
                    }
                });
    }

    private static int port(ReactorRegistry registry) {
        return registry.listener("quotes").orElseThrow().port();
    }

    private static ListenerState listenerState(ReactorRegistry registry) {
        return registry.listener("quotes").orElseThrow().state();
    }

    @ReactorHandler("quotes")
    static class Echo {

        final BlockingQueue<CompletableFuture<String>> later = new LinkedBlockingQueue<>();
        final BlockingQueue<CloseReason> closed = new LinkedBlockingQueue<>();

        @OnMessage
        CompletionStage<String> echo(String line) {
            if (!line.equals("later")) {
                return CompletableFuture.completedFuture(line);
            }
            CompletableFuture<String> reply = new CompletableFuture<>();
            later.add(reply);
            return reply;
        }

        @OnDrain
        void ending(Session session) {
            session.send("ending");
        }

        @OnClose
        void closed(CloseReason reason) {
            closed.add(reason);
        }
    }
}
