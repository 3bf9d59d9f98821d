package io.github.reactorboot.autoconfigure.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.reactorboot.autoconfigure.ReactorRegistry;
import io.github.reactorboot.client.ReactorTemplate;
import io.github.reactorboot.runtime.ConnectionState;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/** Connections in the endpoint, in health and in the meters; the listener is their upstream. */
@Tag("R2")
@Tag("D4")
class ConnectionEndpointTests {

    private static ConfigurableApplicationContext context;
    private static ReactorRegistry registry;
    private static WebClient web;

    @BeforeAll
    static void startApplication() throws Exception {
        int port;
        try (var free = new java.net.ServerSocket(0)) {
            port = free.getLocalPort();
        }
        context =
                EndpointApplication.run(
                        "reactor.listeners.quotes.port=" + port,
                        "reactor.connections.up.host=127.0.0.1",
                        "reactor.connections.up.port=" + port,
                        "reactor.connections.down.host=127.0.0.1",
                        // Nobody serves this port (tcpmux).
                        "reactor.connections.down.port=1",
                        "reactor.connections.down.reconnect.initial-delay=1h",
                        "reactor.connections.down.reconnect.max-delay=1h",
                        "management.endpoint.reactor.access=unrestricted",
                        "management.endpoint.health.show-details=always");
        registry = context.getBean(ReactorRegistry.class);
        web = WebClient.at(context.getEnvironment().getProperty("local.server.port", int.class));
    }

    @AfterAll
    static void stopApplication() {
        context.close();
    }

    @Test
    void showsTargetStateAndExchanges() throws Exception {
        registry.startConnection("up");
        context.getBean(ReactorTemplate.class)
                .exchange("up", "hello", String.class)
                .get(20, TimeUnit.SECONDS);
        WebClient.Answer answer = web.get("reactor");
        int port = registry.listener("quotes").orElseThrow().port();
        assertThat(answer.<Map<String, Object>>read("$.connections.up"))
                .containsEntry("state", "open")
                .containsEntry("target", "127.0.0.1:" + port)
                .doesNotContainKeys("failure", "nextAttempt");
        assertThat(answer.<Map<String, Object>>read("$.connections.up.exchanges"))
                .containsEntry("inFlight", 0)
                .containsEntry("timeouts", 0);
        assertThat(answer.<Integer>read("$.connections.up.exchanges.replies")).isPositive();
        assertThat(answer.<Map<String, Object>>read("$.connections.down"))
                .containsEntry("state", "waiting")
                .containsKeys("failure", "nextAttempt");
    }

    @Test
    void showsTheSessionOfAConnection() {
        registry.startConnection("up");
        WebClient.Answer answer = web.get("reactor/up");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.<String>read("$.connection.state")).isEqualTo("open");
        assertThat(answer.<List<String>>read("$.sessions[*].name"))
                .anyMatch(name -> name.startsWith("up-"));
    }

    @Test
    void stopsAndStartsAConnection() {
        registry.startConnection("up");
        assertThat(act("stop").status()).isEqualTo(204);
        assertThat(registry.connection("up").orElseThrow().state())
                .isEqualTo(ConnectionState.STOPPED);
        assertThat(web.get("health/reactor/connection.up").<String>read("$.status"))
                .isEqualTo("OUT_OF_SERVICE");
        assertThat(act("start").status()).isEqualTo(204);
        await().until(() ->
                registry.connection("up").orElseThrow().state() == ConnectionState.OPEN);
        assertThat(act("pause").<String>read("$.message"))
                .isEqualTo("action must be one of stop, start");
    }

    private static WebClient.Answer act(String action) {
        return web.post("reactor/up", "{\"action\":\"" + action + "\"}");
    }

    @Test
    void aConnectionThatCannotBeOpenedIsDown() {
        WebClient.Answer health = web.get("health/reactor/connection.down");
        assertThat(health.status()).isEqualTo(503);
        assertThat(health.<Map<String, Object>>read("$.details"))
                .containsEntry("state", "waiting")
                .containsEntry("target", "127.0.0.1:1")
                .containsKeys("reason", "nextAttempt");
    }

    @Test
    void exchangesHaveMeters() throws Exception {
        registry.startConnection("up");
        context.getBean(ReactorTemplate.class)
                .exchange("up", "hello", String.class)
                .get(20, TimeUnit.SECONDS);
        MeterRegistry meters = context.getBean(MeterRegistry.class);
        assertThat(
                        meters.get("reactor.exchange.requests")
                                .tag("connection", "up")
                                .functionCounter())
                .satisfies(counter -> assertThat(counter.count()).isPositive());
        assertThat(
                        meters.get("reactor.exchange.ended")
                                .tags("connection", "up", "outcome", "reply")
                                .functionCounter()
                                .count())
                .isPositive();
        assertThat(meters.get("reactor.exchange.time").tag("connection", "up").functionTimer())
                .satisfies(timer -> assertThat(timer.count()).isPositive());
        assertThat(meters.get("reactor.exchange.in.flight").tag("connection", "up").gauge().value())
                .isZero();
        assertThat(
                        meters.get("reactor.exchange.unmatched")
                                .tag("connection", "down")
                                .functionCounter()
                                .count())
                .isZero();
    }
}
