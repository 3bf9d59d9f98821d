package io.github.reactorboot.autoconfigure.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.reactorboot.autoconfigure.ReactorRegistry;
import io.github.reactorboot.autoconfigure.health.QuoteListener.Peer;
import io.github.reactorboot.runtime.ListenerState;
import io.github.reactorboot.runtime.Session;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/** The endpoint with unrestricted access, and values for those who have a role. */
class ReactorEndpointWriteTests {

    private static ConfigurableApplicationContext context;
    private static ReactorRegistry registry;
    private static WebClient web;

    @BeforeAll
    static void startApplication() {
        context =
                EndpointApplication.run(
                        "management.endpoint.reactor.access=unrestricted",
                        "management.endpoint.reactor.show-values=when-authorized",
                        "management.endpoint.reactor.roles=OPERATOR",
                        "management.endpoint.health.show-details=always");
        registry = context.getBean(ReactorRegistry.class);
        web = WebClient.at(context.getEnvironment().getProperty("local.server.port", int.class));
    }

    @AfterAll
    static void stopApplication() {
        context.close();
    }

    @BeforeEach
    void startListener() {
        registry.startListener("quotes");
        registry.resumeListener("quotes");
        awaitState(ListenerState.ACCEPTING);
    }

    @Test
    void pausesAndResumes() {
        assertThat(act("pause").status()).isEqualTo(204);
        awaitState(ListenerState.PAUSED);
        WebClient.Answer health = web.get("health");
        assertThat(health.status()).isEqualTo(503);
        assertThat(health.<String>read("$.components.reactor.components['listener.quotes'].status"))
                .isEqualTo("OUT_OF_SERVICE");
        assertThat(act("resume").status()).isEqualTo(204);
        awaitState(ListenerState.ACCEPTING);
        assertThat(web.get("health/reactor/listener.quotes").status()).isEqualTo(200);
    }

    @Test
    void stopsAndStarts() {
        assertThat(act("stop").status()).isEqualTo(204);
        awaitState(ListenerState.STOPPED);
        assertThat(web.get("reactor/quotes").<String>read("$.listener.state")).isEqualTo("stopped");
        assertThat(act("start").status()).isEqualTo(204);
        awaitState(ListenerState.ACCEPTING);
        try (Peer peer = Peer.of(registry)) {
            assertThat(peer.ask("hello")).isEqualTo("hello");
        }
    }

    @Test
    void saysWhichActionsThereAre() {
        for (String body : List.of("{\"action\":\"explode\"}", "{}", "{\"action\":\"STOP\"}")) {
            WebClient.Answer answer = web.post("reactor/quotes", body);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.<String>read("$.message"))
                    .isEqualTo("action must be one of pause, resume, stop, start");
        }
        awaitState(ListenerState.ACCEPTING);
    }

    @Test
    void saysWhenAListenerIsNotInAStateForIt() {
        registry.stopListener("quotes");

        WebClient.Answer answer = act("pause");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.<String>read("$.message")).contains("quotes");
    }

    @Test
    void doesNotFindAnUnknownListener() {
        WebClient.Answer answer = web.post("reactor/other", "{\"action\":\"stop\"}");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.<String>read("$.message")).contains("'other'");
    }

    @Test
    void closesASessionByItsId() {
        try (Peer peer = Peer.of(registry)) {
            peer.ask("hello");
            assertThat(web.delete("reactor/quotes/" + session().id()).status()).isEqualTo(204);
            assertThat(peer.read()).isNull();
        }
    }

    @Test
    void closesASessionByItsName() {
        try (Peer peer = Peer.of(registry)) {
            peer.ask("hello");
            assertThat(web.delete("reactor/quotes/" + session().name()).status()).isEqualTo(204);
            assertThat(peer.read()).isNull();
        }
    }

    @Test
    void closesNoSessionOfAnotherListener() {
        try (Peer peer = Peer.of(registry)) {
            peer.ask("hello");
            WebClient.Answer answer = web.delete("reactor/other/" + session().id());
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.<String>read("$.message")).contains("'other'");
            assertThat(web.delete("reactor/quotes/0").status()).isEqualTo(404);
            assertThat(peer.ask("still there")).isEqualTo("still there");
        }
    }

    @Test
    void showsAddressesOfPeersToThoseWhoMaySeeThem() {
        try (Peer peer = Peer.of(registry)) {
            peer.ask("hello");
            assertThat(addresses(web)).containsOnly("******");
            assertThat(addresses(web.as("VISITOR"))).containsOnly("******");
            assertThat(addresses(web.as("OPERATOR"))).contains("127.0.0.1:" + peer.port());
        }
    }

    private static List<String> addresses(WebClient client) {
        return client.get("reactor/quotes").read("$.sessions[*].remoteAddress");
    }

    /** The youngest one: those of former tests may be on their way out. */
    private static Session session() {
        return registry.sessions().stream()
                .max(Comparator.comparingLong(Session::id))
                .orElseThrow();
    }

    private static WebClient.Answer act(String action) {
        return web.post("reactor/quotes", "{\"action\":\"" + action + "\"}");
    }

    private static void awaitState(ListenerState state) {
        await().until(() -> registry.listener("quotes").orElseThrow().state() == state);
    }
}
