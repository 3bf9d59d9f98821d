package io.github.reactorboot.autoconfigure.endpoint;

import io.github.reactorboot.autoconfigure.health.QuoteListener;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** A web application with the endpoint exposed and a listener. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(QuoteListener.class)
class EndpointApplication {

    @Bean
    RoleFilter roleFilter() {
        return new RoleFilter();
    }

    static ConfigurableApplicationContext run(String... properties) {
        return new SpringApplicationBuilder(EndpointApplication.class)
                .web(WebApplicationType.SERVLET)
                .properties(QuoteListener.PROPERTIES)
                .properties(
                        "server.port=0",
                        "server.address=127.0.0.1",
                        "management.endpoints.web.exposure.include=health,reactor")
                .properties(properties)
                .run();
    }
}
