package io.github.reactorboot.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.test.LocalReactorPort;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

/** What can be seen from outside. */
@CacheTest
class ActuatorTest {

    private final int webPort;
    private final int port;

    @Autowired
    ActuatorTest(@Value("${local.server.port}") int webPort, @LocalReactorPort("cache") int port) {
        this.webPort = webPort;
        this.port = port;
    }

    private String get(String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + webPort + "/actuator/" + path);
        HttpResponse<String> response =
                HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(uri).build(),
                                HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }

    @Test
    void showsHealthMetricsAndTheReactor() throws Exception {
        try (RawClient client = new RawClient(port)) {
            client.call("PING").expect("+PONG\r\n");
            assertThat(get("health")).contains("\"status\":\"UP\"");
            assertThat(get("info")).isNotNull();
            assertThat(get("metrics")).contains("reactor.");
            assertThat(get("reactor")).contains("\"cache\"");
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void showsWhichEngineServesAndWhyNotTheOthers() throws Exception {
        String reactor = get("reactor");
        int java = Runtime.version().feature();
        if (java >= 22) {
            assertThat(reactor).contains("\"name\":\"epoll\"", "\"nio\":\"epoll ranks higher\"");
        } else {
            assertThat(reactor)
                    .contains(
                            "\"name\":\"nio\"",
                            "\"epoll\":\"needs Java 22 or newer, this is Java " + java + '"');
        }
        assertThat(reactor)
                .contains("\"reason\":\"best that is available here\"", "\"io_uring\":\"");
    }
}
