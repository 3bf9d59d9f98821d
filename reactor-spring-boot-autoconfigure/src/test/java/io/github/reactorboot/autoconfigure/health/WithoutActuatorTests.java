package io.github.reactorboot.autoconfigure.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.autoconfigure.ReactorRegistry;
import io.github.reactorboot.autoconfigure.health.QuoteListener.Peer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.util.ClassUtils;

/** An application that has the starter and no actuator. */
@Tag("bare-classpath")
class WithoutActuatorTests {

    @Test
    void theClassPathIsBare() {
        assertThat(isPresent("org.springframework.boot.health.contributor.Health")).isFalse();
        assertThat(isPresent("org.springframework.boot.actuate.endpoint.annotation.Endpoint"))
                .isFalse();
        assertThat(
                        isPresent(
                                "org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint"))
                .isFalse();
    }

    @Test
    void anApplicationServesItsListeners() {
        try (ConfigurableApplicationContext context =
                new SpringApplicationBuilder(Application.class)
                        .web(WebApplicationType.NONE)
                        .properties(QuoteListener.PROPERTIES)
                        .run()) {
            try (Peer peer = Peer.of(context.getBean(ReactorRegistry.class))) {
                assertThat(peer.ask("hello")).isEqualTo("hello");
            }
            assertThat(context.getBeanDefinitionNames())
                    .doesNotContain(
                            "reactorHealthContributor",
                            "reactorEndpoint",
                            "reactorEndpointWebExtension");
        }
    }

    private static boolean isPresent(String className) {
        return ClassUtils.isPresent(className, WithoutActuatorTests.class.getClassLoader());
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(QuoteListener.class)
    static class Application {}
}
