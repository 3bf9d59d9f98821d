package io.github.reactorboot.autoconfigure.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.github.reactorboot.autoconfigure.ReactorRegistry;
import io.github.reactorboot.autoconfigure.health.QuoteListener.Peer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/** The endpoint as it is by default: reading only, and no addresses of peers. */
class ReactorEndpointReadTests {

    private static ConfigurableApplicationContext context;
    private static ReactorRegistry registry;
    private static WebClient web;

    @BeforeAll
    static void start() {
        context = EndpointApplication.run();
        registry = context.getBean(ReactorRegistry.class);
        web = WebClient.at(context.getEnvironment().getProperty("local.server.port", int.class));
    }

    @AfterAll
    static void stop() {
        context.close();
    }

    @Test
    void showsRuntimes() {
        WebClient.Answer answer = web.get("reactor");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.<Boolean>read("$.runtimes.default.running")).isTrue();
        assertThat(answer.<String>read("$.runtimes.default.engine.name")).isEqualTo("nio");
        assertThat(answer.<String>read("$.runtimes.default.engine.reason"))
                .isEqualTo("asked for by name");
        assertThat(answer.<Map<String, String>>read("$.runtimes.default.engine.rejected"))
                .containsExactly(
                        entry("epoll", "not asked for"), entry("io_uring", "not asked for"));
        assertThat(answer.<List<String>>read("$.runtimes.default.loops[*].name"))
                .containsExactly("default-0");
        assertThat(answer.<String>read("$.runtimes.default.loops[0].state")).isEqualTo("running");
        assertThat(answer.<Number>read("$.runtimes.default.loops[0].utilization").doubleValue())
                .isBetween(0d, 1d);
        assertThat(answer.<Map<String, Object>>read("$.runtimes.default.loops[0]"))
                .containsKeys("sessions", "commandsPending")
                .doesNotContainKeys("stalledMillis", "failure");
    }

    @Test
    void showsListeners() {
        int port = registry.listener("quotes").orElseThrow().port();
        WebClient.Answer answer = web.get("reactor");

        assertThat(answer.<Map<String, Object>>read("$.listeners.quotes"))
                .containsEntry("runtime", "default")
                .containsEntry("state", "accepting")
                .containsEntry("address", "127.0.0.1:" + port);
        assertThat(answer.<Map<String, Object>>read("$.listeners.quotes.counts"))
                .containsKeys("sessions", "opened", "closed", "refused", "bytesIn", "queuedBytes");
        assertThat(answer.<Map<String, Object>>read("$.listeners.quotes.limits"))
                .containsEntry("maxSessions", 10_000)
                .containsEntry("maxFrameSize", 65_536)
                .containsEntry("idleTimeout", "PT5M")
                .containsEntry("outboundLimit", 1_048_576);
    }

    @Test
    void showsSessionsWithoutTheirAddresses() {
        try (Peer peer = Peer.of(registry)) {
            peer.ask("hello");
            WebClient.Answer answer = web.get("reactor/quotes");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.<String>read("$.listener.state")).isEqualTo("accepting");
            assertThat(answer.<List<String>>read("$.sessions[*].name"))
                    .anyMatch(name -> name.startsWith("quotes-"));
            assertThat(answer.<List<String>>read("$.sessions[*].remoteAddress"))
                    .containsOnly("******");
            assertThat(answer.<Map<String, Object>>read("$.sessions[0]"))
                    .containsOnlyKeys(
                            "id", "name", "since", "queuedBytes", "loop", "remoteAddress");
            assertThat(answer.body()).doesNotContain("hello", String.valueOf(peer.port()));
        }
    }

    @Test
    void showsAsManySessionsAsAreAskedFor() {
        try (Peer one = Peer.of(registry);
                Peer other = Peer.of(registry)) {
            one.ask("hello");
            other.ask("hello");
            WebClient.Answer answer = web.get("reactor/quotes?limit=1");

            assertThat(answer.<List<Object>>read("$.sessions")).hasSize(1);
            assertThat(answer.<Integer>read("$.total")).isGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void refusesALimitOutOfRange() {
        assertThat(web.get("reactor/quotes?limit=1000").status()).isEqualTo(200);
        assertThat(web.get("reactor/quotes?limit=many").status()).isEqualTo(400);
        for (String limit : List.of("0", "-1", "1001")) {
            WebClient.Answer answer = web.get("reactor/quotes?limit=" + limit);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.<String>read("$.message"))
                    .isEqualTo("limit must be from 1 to 1000, was " + limit);
        }
    }

    @Test
    void doesNotFindAnUnknownListener() {
        WebClient.Answer answer = web.get("reactor/other");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.<String>read("$.message"))
                .isEqualTo("no listener or connection is named 'other'; configured: quotes");
    }

    @Test
    void refusesToChangeAnything() {
        assertThat(web.post("reactor/quotes", "{\"action\":\"stop\"}").status()).isIn(404, 405);
        try (Peer peer = Peer.of(registry)) {
            peer.ask("hello");
            long id = registry.sessions().iterator().next().id();
            assertThat(web.delete("reactor/quotes/" + id).status()).isIn(404, 405);
            assertThat(peer.ask("still there")).isEqualTo("still there");
        }
    }

    @Test
    void healthIsThere() {
        assertThat(web.get("health").status()).isEqualTo(200);
    }
}
