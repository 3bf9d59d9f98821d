package io.github.reactorboot.test.spring;

import io.github.reactorboot.autoconfigure.ListenerConfigCustomizer;
import io.github.reactorboot.autoconfigure.ReactorBuilderCustomizer;
import io.github.reactorboot.autoconfigure.ReactorRegistry;
import io.github.reactorboot.test.memory.MemoryNetwork;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/** Puts the runtimes of an application on the network of its context. */
@Configuration(proxyBeanMethods = false)
class InMemoryReactorConfiguration {

    @Bean
    @Order
    ReactorBuilderCustomizer reactorTestNetworkCustomizer(MemoryNetwork reactorTestNetwork) {
        return (runtime, builder) ->
                builder.engineProvider(reactorTestNetwork.engine())
                        .resolver(reactorTestNetwork.resolver());
    }

    @Bean
    @Order
    ListenerConfigCustomizer reactorTestPathCustomizer(Environment environment) {
        Map<String, ListenerPath> listeners =
                Binder.get(environment)
                        .bind("reactor.listeners", Bindable.mapOf(String.class, ListenerPath.class))
                        .orElse(Map.of());
        return (listener, builder) -> {
            ListenerPath properties = listeners.get(listener);
            if (properties != null && properties.path() != null) {
                builder.address("127.0.0.1", 0);
            }
        };
    }

    /** Of the properties of a listener, the one that asks for a Unix socket. */
    record ListenerPath(@Nullable String path) {}

    @Bean
    ReactorTestClient reactorTestClient(
            MemoryNetwork reactorTestNetwork, ObjectProvider<ReactorRegistry> registry) {
        return new ReactorTestClient(reactorTestNetwork, registry);
    }
}
