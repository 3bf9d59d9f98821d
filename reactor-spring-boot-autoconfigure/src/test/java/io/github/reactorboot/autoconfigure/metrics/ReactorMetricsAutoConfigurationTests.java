package io.github.reactorboot.autoconfigure.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.autoconfigure.ReactorRegistry;
import io.github.reactorboot.autoconfigure.ReactorRuntimeAutoConfiguration;
import io.github.reactorboot.autoconfigure.health.QuoteListener;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class ReactorMetricsAutoConfigurationTests {

    private final ApplicationContextRunner withoutMeters =
            new ApplicationContextRunner()
                    .withConfiguration(
                            AutoConfigurations.of(
                                    ReactorRuntimeAutoConfiguration.class,
                                    ReactorMetricsAutoConfiguration.class))
                    .withUserConfiguration(QuoteListener.class)
                    .withPropertyValues(QuoteListener.PROPERTIES);

    private final ApplicationContextRunner runner =
            withoutMeters.withConfiguration(
                    AutoConfigurations.of(
                            MetricsAutoConfiguration.class,
                            CompositeMeterRegistryAutoConfiguration.class,
                            SimpleMetricsExportAutoConfiguration.class));

    @Test
    void bindsMeters() {
        runner.run(context ->
                assertThat(
                                context.getBean(MeterRegistry.class)
                                        .find("reactor.sessions")
                                        .tag("listener", "quotes")
                                        .gauge())
                        .isNotNull());
    }

    @Test
    void metersCanBeSwitchedOff() {
        runner.withPropertyValues("management.metrics.enable.reactor=false")
                .run(context ->
                        assertThat(context.getBean(MeterRegistry.class).getMeters())
                                .noneMatch(
                                        meter -> meter.getId().getName().startsWith("reactor.")));
    }

    @Test
    void isAbsentWithoutAMeterRegistry() {
        withoutMeters.run(context ->
                assertThat(context).hasNotFailed().doesNotHaveBean(ReactorMetrics.class));
    }

    @Test
    void isAbsentWithoutMicrometer() {
        withoutMeters
                .withClassLoader(new FilteredClassLoader(MeterRegistry.class))
                .run(context ->
                        assertThat(context).hasNotFailed().doesNotHaveBean("reactorMetrics"));
    }

    @Test
    void isAbsentWithoutTheRuntime() {
        runner.withPropertyValues("reactor.enabled=false")
                .run(context ->
                        assertThat(context).hasNotFailed().doesNotHaveBean(ReactorMetrics.class));
    }

    @Test
    void backsOffBeforeABeanOfTheApplication() {
        runner.withUserConfiguration(OwnMetrics.class)
                .run(context ->
                        assertThat(context)
                                .hasSingleBean(ReactorMetrics.class)
                                .hasBean("ownMetrics"));
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnMetrics {

        @Bean
        ReactorMetrics ownMetrics(ReactorRegistry registry) {
            return new ReactorMetrics(registry);
        }
    }
}
