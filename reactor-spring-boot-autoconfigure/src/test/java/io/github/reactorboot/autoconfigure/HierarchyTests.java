package io.github.reactorboot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.annotation.OnMessage;
import io.github.reactorboot.annotation.ReactorHandler;
import io.github.reactorboot.event.ListenerStartedEvent;
import io.github.reactorboot.runtime.ListenerState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;

/**
 * Contexts below one that listens, handlers below a generic class, and what an event can rely on.
 */
class HierarchyTests {

    @Test
    void aChildOfAContextThatListensMakesNothingAndEndsNothing() {
        Runners.quotes()
                .withBean(Echo.class)
                .run(parent -> {
                    Runners.quotes()
                            .withParent(parent)
                            .run(child -> {
                                assertThat(child).hasNotFailed();
                                assertThat(child.containsLocalBean("reactorRegistry")).isFalse();
                                assertThat(child.getBean(ReactorRegistry.class))
                                        .isSameAs(parent.getBean(ReactorRegistry.class));
                            });
                    assertThat(
                                    parent.getBean(ReactorRegistry.class)
                                            .listener("quotes")
                                            .orElseThrow()
                                            .state())
                            .isEqualTo(ListenerState.ACCEPTING);
                });
    }

    @ReactorHandler("quotes")
    static class Echo {

        @OnMessage
        String echo(String line) {
            return line;
        }
    }

    @Test
    void theTypeVariableOfASuperclassIsWhatTheCodecReads() {
        Runners.quotes()
                .withBean(Upper.class)
                .withPropertyValues("reactor.listeners.quotes.codec=json")
                .run(context -> {
                    try (TestClient client = TestClient.connect(context, "quotes")) {
                        assertThat(client.ask("{\"symbol\":\"acme\"}")).isEqualTo("ACME");
                    }
                });
    }

    record Question(String symbol) {}

    abstract static class Base<T> {

        @OnMessage
        String answer(T question) {
            return reply(question);
        }

        abstract String reply(T question);
    }

    @ReactorHandler("quotes")
    static class Upper extends Base<Question> {

        @Override
        String reply(Question question) {
            return question.symbol().toUpperCase(Locale.ROOT);
        }
    }

    @Test
    void registryAndPortAreThereWhenAListenerSaysThatItHasStarted() {
        Runners.quotes()
                .withBean(Echo.class)
                .withUserConfiguration(Announcer.class)
                .run(context -> {
                    int port =
                            context.getBean(ReactorRegistry.class)
                                    .listener("quotes")
                                    .orElseThrow()
                                    .port();
                    assertThat(context.getBean(Announcer.class).seen)
                            .containsExactly("quotes " + port + " " + port);
                });
    }

    @Configuration
    static class Announcer {

        final List<String> seen = new ArrayList<>();

        @Bean
        Object listening(ReactorRegistry registry, Environment environment) {
            return new Object() {

                @EventListener
                void started(ListenerStartedEvent event) {
                    String name = event.listener().name();
                    seen.add(
                            name
                                    + " "
                                    + registry.listener(name).orElseThrow().port()
                                    + " "
                                    + environment.getProperty("local.reactor." + name + ".port"));
                }
            };
        }
    }
}
