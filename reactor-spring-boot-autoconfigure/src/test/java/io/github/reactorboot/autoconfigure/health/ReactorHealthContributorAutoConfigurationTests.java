package io.github.reactorboot.autoconfigure.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.autoconfigure.ReactorRuntimeAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class ReactorHealthContributorAutoConfigurationTests {

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner()
                    .withConfiguration(
                            AutoConfigurations.of(
                                    ReactorRuntimeAutoConfiguration.class,
                                    ReactorHealthContributorAutoConfiguration.class,
                                    HealthContributorAutoConfiguration.class,
                                    HealthContributorRegistryAutoConfiguration.class))
                    .withUserConfiguration(QuoteListener.class)
                    .withPropertyValues(QuoteListener.PROPERTIES);

    @Test
    void contributesUnderTheNameReactor() {
        runner.run(context ->
                assertThat(
                                context.getBean(HealthContributorRegistry.class)
                                        .getContributor("reactor"))
                        .isInstanceOf(ReactorHealthContributor.class));
    }

    @Test
    void canBeDisabled() {
        runner.withPropertyValues("management.health.reactor.enabled=false")
                .run(context ->
                        assertThat(context)
                                .hasNotFailed()
                                .doesNotHaveBean(ReactorHealthContributor.class));
    }

    @Test
    void isDisabledWithTheDefaults() {
        runner.withPropertyValues("management.health.defaults.enabled=false")
                .run(context ->
                        assertThat(context).doesNotHaveBean(ReactorHealthContributor.class));
    }

    @Test
    void isAbsentWithoutTheRuntime() {
        runner.withPropertyValues("reactor.enabled=false")
                .run(context ->
                        assertThat(context)
                                .hasNotFailed()
                                .doesNotHaveBean(ReactorHealthContributor.class));
    }

    @Test
    void backsOffBeforeAnIndicatorOfTheApplication() {
        runner.withUserConfiguration(OwnIndicator.class)
                .run(context ->
                        assertThat(context)
                                .doesNotHaveBean(ReactorHealthContributor.class)
                                .hasBean("reactorHealthIndicator"));
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnIndicator {

        @Bean
        HealthIndicator reactorHealthIndicator() {
            return () -> Health.up().build();
        }
    }
}
