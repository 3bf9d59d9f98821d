package io.github.reactorboot.autoconfigure.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.reactorboot.autoconfigure.ReactorRegistry;
import io.github.reactorboot.autoconfigure.ReactorRuntimeAutoConfiguration;
import io.github.reactorboot.autoconfigure.health.QuoteListener.Peer;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;

/** Health of a listener and a loop that really run. */
class ReactorHealthTests {

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner()
                    .withConfiguration(
                            AutoConfigurations.of(
                                    ReactorRuntimeAutoConfiguration.class,
                                    ReactorHealthContributorAutoConfiguration.class))
                    .withUserConfiguration(QuoteListener.class)
                    .withPropertyValues(QuoteListener.PROPERTIES);

    @Test
    void hasAPartForEachListenerAndLoop() {
        run(context -> {
            ReactorHealthContributor reactor = context.getBean(ReactorHealthContributor.class);
            assertThat(reactor.stream().map(HealthContributors.Entry::name))
                    .containsExactly("listener.quotes", "loop.default-0");
            assertThat(status(context, "listener.quotes")).isEqualTo("UP");
            assertThat(status(context, "loop.default-0")).isEqualTo("UP");
            assertThat(details(context, "loop.default-0")).containsEntry("engine", "nio");
            assertThat(reactor.getContributor("listener.other")).isNull();
            assertThat(reactor.getContributor("loop.default-1")).isNull();
        });
    }

    @Test
    void countsSessions() {
        run(context -> {
            try (Peer peer = Peer.of(context.getBean(ReactorRegistry.class))) {
                peer.ask("hello");
                assertThat(details(context, "listener.quotes")).containsEntry("sessions", 1);
                assertThat(details(context, "loop.default-0")).containsEntry("sessions", 1);
            }
        });
    }

    @Test
    void followsAListenerThatIsPausedStoppedAndStarted() {
        run(context -> {
            ReactorRegistry registry = context.getBean(ReactorRegistry.class);
            registry.pauseListener("quotes");
            awaitStatus(context, "listener.quotes", "OUT_OF_SERVICE");
            registry.resumeListener("quotes");
            awaitStatus(context, "listener.quotes", "UP");
            registry.stopListener("quotes");
            awaitStatus(context, "listener.quotes", "OUT_OF_SERVICE");
            registry.startListener("quotes");
            awaitStatus(context, "listener.quotes", "UP");
        });
    }

    @Test
    void listenerThatIsNotStartedByItselfIsUnknown() {
        runner.withPropertyValues("reactor.listeners.quotes.auto-start=false")
                .run(context ->
                        assertThat(status(context, "listener.quotes")).isEqualTo("UNKNOWN"));
    }

    @Test
    void answersWhileALoopIsBlocked() {
        run(context -> {
            try (Peer peer = Peer.of(context.getBean(ReactorRegistry.class))) {
                peer.send("block");
                awaitStatus(context, "loop.default-0", "DOWN");
                assertThat(details(context, "loop.default-0"))
                        .containsEntry("state", "stalled")
                        .containsKey("stalledFor");
                assertThat(status(context, "listener.quotes")).isEqualTo("UP");
                context.getBean(QuoteListener.class).release();
                awaitStatus(context, "loop.default-0", "UP");
            } finally {
                context.getBean(QuoteListener.class).release();
            }
        });
    }

    @Test
    void tellsWhatEndedALoop() {
        run(context -> {
            try (Peer peer = Peer.of(context.getBean(ReactorRegistry.class))) {
                peer.send("die");
                awaitStatus(context, "loop.default-0", "DOWN");
                assertThat(details(context, "loop.default-0"))
                        .containsEntry("state", "failed")
                        .containsEntry("failure", QuoteListener.Death.class.getName())
                        .doesNotContainKey("message");
                awaitStatus(context, "listener.quotes", "DOWN");
            }
        });
    }

    private void run(ContextConsumer<AssertableApplicationContext> consumer) {
        runner.run(consumer);
    }

    private static void awaitStatus(
            AssertableApplicationContext context, String part, String status) {
        await().untilAsserted(() -> assertThat(status(context, part)).isEqualTo(status));
    }

    private static String status(AssertableApplicationContext context, String part) {
        return part(context, part, Health::getStatus).getCode();
    }

    private static Map<String, Object> details(AssertableApplicationContext context, String part) {
        return part(context, part, Health::getDetails);
    }

    private static <T> T part(
            AssertableApplicationContext context, String part, Function<Health, T> aspect) {
        ReactorHealthContributor reactor = context.getBean(ReactorHealthContributor.class);
        return aspect.apply(((HealthIndicator) reactor.getContributor(part)).health());
    }
}
