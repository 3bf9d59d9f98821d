package io.github.reactorboot.autoconfigure;

import io.github.reactorboot.client.ReactorTemplate;
import io.github.reactorboot.event.ListenerStartedEvent;
import io.github.reactorboot.runtime.Reactor;
import io.github.reactorboot.runtime.ReactorObserver;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of runtimes, listeners, connections and handlers.
 *
 * <p>Makes nothing in a context one of whose ancestors has a {@link ReactorRegistry}: the child
 * would bind the same listeners again.
 */
@AutoConfiguration(
        after = TaskExecutionAutoConfiguration.class,
        afterName = "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration")
@ConditionalOnClass(Reactor.class)
@ConditionalOnBooleanProperty(name = "reactor.enabled", matchIfMissing = true)
@EnableConfigurationProperties(ReactorRuntimeProperties.class)
@ConditionalOnMissingBean(ReactorRegistry.class)
@Import(RuntimeBeanRegistrar.class)
public final class ReactorRuntimeAutoConfiguration {

    @Bean(ReactorFactory.BEAN_NAME)
    ReactorFactory reactorRuntimeFactory(
            ReactorRuntimeProperties properties,
            ApplicationContext context,
            ObjectProvider<ReactorBuilderCustomizer> customizers,
            ObjectProvider<ReactorObserver> observers) {
        List<ReactorObserver> all = new ArrayList<>();
        all.add(
                new EventPublisher(
                        context,
                        properties.connections().keySet(),
                        properties.withSessionEvents()));
        observers.orderedStream().forEach(all::add);
        return new ReactorFactory(
                properties,
                context.getEnvironment(),
                customizers.orderedStream().toList(),
                new CompositeObserver(all));
    }

    @Bean
    NextAttempts reactorNextAttempts(ReactorRuntimeProperties properties) {
        return new NextAttempts(properties.connections().keySet());
    }

    @Bean
    ReactorRegistry reactorRegistry(
            ReactorRuntimeProperties properties,
            NextAttempts attempts,
            ApplicationContext context,
            ConfigurableListableBeanFactory beans) {
        RuntimeBeans runtimes = new RuntimeBeans(beans, properties.runtimeNames());
        LocalPorts ports = new LocalPorts(context);
        Map<String, ListenerEndpoint> endpoints = new LinkedHashMap<>();
        properties
                .listeners()
                .forEach((name, listener) ->
                        endpoints.put(
                                name,
                                new ListenerEndpoint(
                                        name,
                                        listener,
                                        () -> runtimes.get(listener.runtime()),
                                        bound -> {
                                            ports.publish(name, bound.port());
                                            context.publishEvent(new ListenerStartedEvent(bound));
                                        })));
        Map<String, ConnectionEndpoint> connections = new LinkedHashMap<>();
        properties
                .connections()
                .forEach((name, connection) ->
                        connections.put(
                                name,
                                new ConnectionEndpoint(
                                        name,
                                        connection,
                                        () -> runtimes.get(connection.runtime()))));
        return new ReactorRegistry(
                runtimes,
                Collections.unmodifiableMap(endpoints),
                Collections.unmodifiableMap(connections),
                attempts);
    }

    @Bean
    @ConditionalOnMissingBean
    ReactorTemplate reactorTemplate(ReactorRegistry registry) {
        return new ReactorTemplate(registry::client);
    }

    @Bean
    EndpointConfigurer reactorEndpointConfigurer(
            ReactorRegistry registry,
            ConfigurableListableBeanFactory beans,
            Environment environment,
            ObjectProvider<ListenerConfigCustomizer> customizers) {
        return new EndpointConfigurer(
                registry, beans, environment, customizers.orderedStream().toList());
    }

    @Bean
    LoopLifecycle reactorLoopLifecycle(ReactorRegistry registry, ApplicationContext context) {
        return new LoopLifecycle(registry, context);
    }

    @Bean
    ListenerLifecycle reactorListenerLifecycle(ReactorRegistry registry) {
        return new ListenerLifecycle(registry);
    }

    @Bean
    DrainLifecycle reactorDrainLifecycle(ReactorRegistry registry) {
        return new DrainLifecycle(registry);
    }

    @Bean
    ReadinessOnClose reactorReadinessOnClose(ApplicationContext context) {
        return new ReadinessOnClose(context);
    }
}
