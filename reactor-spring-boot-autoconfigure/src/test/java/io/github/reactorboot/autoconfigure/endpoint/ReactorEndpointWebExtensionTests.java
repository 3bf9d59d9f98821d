package io.github.reactorboot.autoconfigure.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.autoconfigure.ReactorRuntimeAutoConfiguration;
import io.github.reactorboot.autoconfigure.health.QuoteListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ReactorEndpointWebExtensionTests {

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner()
                    .withConfiguration(
                            AutoConfigurations.of(
                                    ReactorRuntimeAutoConfiguration.class,
                                    ReactorEndpointAutoConfiguration.class))
                    .withUserConfiguration(QuoteListener.class)
                    .withPropertyValues(QuoteListener.PROPERTIES)
                    .withPropertyValues(
                            "management.endpoints.web.exposure.include=reactor",
                            "reactor.listeners.quotes.auto-start=false");

    @Test
    void saysWhyAListenerCannotBeStarted() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            runner.withPropertyValues("reactor.listeners.quotes.port=" + taken.getLocalPort())
                    .run(context -> {
                        var answer =
                                context.getBean(ReactorEndpointWebExtension.class)
                                        .control("quotes", "start");
                        assertThat(answer.getStatus()).isEqualTo(409);
                        assertThat(((MessageDescriptor) answer.getBody()).message())
                                .contains("quotes", "127.0.0.1:" + taken.getLocalPort());
                    });
        }
    }

    @Test
    void showsAListenerThatWasNeverStarted() {
        runner.run(context -> {
            var answer = context.getBean(ReactorEndpoint.class).endpoint("quotes", null);
            assertThat(answer.listener()).isEqualTo(ListenerDescriptor.notStarted("default"));
            assertThat(answer.sessions()).isEmpty();
        });
    }
}
