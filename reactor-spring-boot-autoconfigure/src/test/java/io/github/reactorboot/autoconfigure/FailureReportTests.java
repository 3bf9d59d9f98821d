package io.github.reactorboot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What is printed when an application does not start: an explanation and no stack trace. */
@ExtendWith(OutputCaptureExtension.class)
class FailureReportTests {

    @Test
    void aMistakeIsExplained(CapturedOutput output) {
        start(
                "--reactor.listeners.quotes.port=0",
                "--reactor.listeners.quotes.framing.type=length");
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains(
                        "reactor.listeners.quotes.framing.length.bytes must be 1, 2, 3, 4 or 8, was not"
                                + " set")
                .doesNotContain("\tat ");
    }

    @Test
    void aTakenPortIsExplained(CapturedOutput output) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            start(
                    "--reactor.listeners.quotes.address=127.0.0.1",
                    "--reactor.listeners.quotes.port=" + taken.getLocalPort());
            assertThat(output)
                    .contains("APPLICATION FAILED TO START")
                    .contains(
                            "Listener 'quotes' could not listen on 127.0.0.1:%d: the port is already"
                                            .formatted(taken.getLocalPort())
                                    + " in use.")
                    .doesNotContain("\tat ");
        }
    }

    private static void start(String... arguments) {
        SpringApplication application = new SpringApplication(Application.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        assertThatException().isThrownBy(() -> application.run(arguments));
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(ReactorRuntimeAutoConfiguration.class)
    @Import(ListenerPropertiesTests.Ignoring.class)
    static class Application {}
}
