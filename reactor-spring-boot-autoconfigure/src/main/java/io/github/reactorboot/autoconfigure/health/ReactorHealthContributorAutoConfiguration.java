package io.github.reactorboot.autoconfigure.health;

import io.github.reactorboot.autoconfigure.ReactorRegistry;
import io.github.reactorboot.autoconfigure.ReactorRuntimeAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** Contributes the health of listeners and event loops. */
@AutoConfiguration(
        after = ReactorRuntimeAutoConfiguration.class,
        beforeName =
                "org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration")
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(value = ReactorRegistry.class, search = SearchStrategy.CURRENT)
@ConditionalOnEnabledHealthIndicator("reactor")
public final class ReactorHealthContributorAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(name = {"reactorHealthIndicator", "reactorHealthContributor"})
    ReactorHealthContributor reactorHealthContributor(ReactorRegistry registry) {
        return new ReactorHealthContributor(registry);
    }
}
