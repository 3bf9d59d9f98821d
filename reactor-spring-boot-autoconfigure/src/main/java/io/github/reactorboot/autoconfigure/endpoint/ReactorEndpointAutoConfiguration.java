package io.github.reactorboot.autoconfigure.endpoint;

import io.github.reactorboot.autoconfigure.ReactorRegistry;
import io.github.reactorboot.autoconfigure.ReactorRuntimeAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Contributes the {@code reactor} endpoint where it is exposed. */
@AutoConfiguration(after = ReactorRuntimeAutoConfiguration.class)
@ConditionalOnClass({Endpoint.class, ConditionalOnAvailableEndpoint.class})
@ConditionalOnBean(value = ReactorRegistry.class, search = SearchStrategy.CURRENT)
@ConditionalOnAvailableEndpoint(ReactorEndpoint.class)
@EnableConfigurationProperties(ReactorEndpointProperties.class)
public final class ReactorEndpointAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    ReactorEndpoint reactorEndpoint(
            ReactorRegistry registry, ReactorEndpointProperties properties) {
        return new ReactorEndpoint(registry, properties.getShowValues());
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean(ReactorEndpoint.class)
    @ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
    ReactorEndpointWebExtension reactorEndpointWebExtension(
            ReactorEndpoint reactorEndpoint, ReactorEndpointProperties properties) {
        return new ReactorEndpointWebExtension(
                reactorEndpoint, properties.getShowValues(), properties.getRoles());
    }
}
