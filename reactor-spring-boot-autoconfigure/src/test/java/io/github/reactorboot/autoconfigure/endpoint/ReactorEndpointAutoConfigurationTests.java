package io.github.reactorboot.autoconfigure.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.autoconfigure.ReactorRegistry;
import io.github.reactorboot.autoconfigure.ReactorRuntimeAutoConfiguration;
import io.github.reactorboot.autoconfigure.health.QuoteListener;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class ReactorEndpointAutoConfigurationTests {

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner()
                    .withConfiguration(
                            AutoConfigurations.of(
                                    ReactorRuntimeAutoConfiguration.class,
                                    ReactorEndpointAutoConfiguration.class))
                    .withUserConfiguration(QuoteListener.class)
                    .withPropertyValues(QuoteListener.PROPERTIES);

    private final ApplicationContextRunner exposed =
            runner.withPropertyValues("management.endpoints.web.exposure.include=reactor");

    @Test
    void isNotExposedByItself() {
        runner.run(context ->
                assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(ReactorEndpoint.class)
                        .doesNotHaveBean(ReactorEndpointWebExtension.class));
    }

    @Test
    void isThereWhenExposed() {
        exposed.run(context ->
                assertThat(context)
                        .hasSingleBean(ReactorEndpoint.class)
                        .hasSingleBean(ReactorEndpointWebExtension.class));
    }

    @Test
    void hasNoWebExtensionWhenExposedThroughJmxOnly() {
        runner.withPropertyValues(
                        "spring.jmx.enabled=true",
                        "management.endpoints.jmx.exposure.include=reactor")
                .run(context ->
                        assertThat(context)
                                .hasSingleBean(ReactorEndpoint.class)
                                .doesNotHaveBean(ReactorEndpointWebExtension.class));
    }

    @Test
    void canBeForbidden() {
        exposed.withPropertyValues("management.endpoint.reactor.access=NONE")
                .run(context ->
                        assertThat(context).hasNotFailed().doesNotHaveBean(ReactorEndpoint.class));
    }

    @Test
    void isAbsentWithoutTheRuntime() {
        exposed.withPropertyValues("reactor.enabled=false")
                .run(context ->
                        assertThat(context).hasNotFailed().doesNotHaveBean(ReactorEndpoint.class));
    }

    @Test
    void backsOffBeforeABeanOfTheApplication() {
        exposed.withUserConfiguration(OwnEndpoint.class)
                .run(context ->
                        assertThat(context)
                                .hasSingleBean(ReactorEndpoint.class)
                                .hasBean("ownEndpoint"));
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnEndpoint {

        @Bean
        ReactorEndpoint ownEndpoint(ReactorRegistry registry) {
            return new ReactorEndpoint(registry, Show.ALWAYS);
        }
    }
}
