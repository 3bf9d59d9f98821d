package io.github.reactorboot.autoconfigure;

import io.github.reactorboot.handler.BoundHandler;
import io.github.reactorboot.handler.EndpointTraits;
import io.github.reactorboot.handler.HandlerDiscovery;
import io.github.reactorboot.runtime.ConnectionConfig;
import io.github.reactorboot.runtime.ListenerConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.core.env.Environment;

/**
 * Brings listeners, connections and handlers together once all singletons are there, which
 * initializes no bean early and sees through proxies. Everything that can be wrong is found here,
 * before anything is bound.
 */
final class EndpointConfigurer implements SmartInitializingSingleton {

    private final ReactorRegistry registry;
    private final ConfigurableListableBeanFactory beans;
    private final Environment environment;
    private final List<ListenerConfigCustomizer> customizers;

    EndpointConfigurer(
            ReactorRegistry registry,
            ConfigurableListableBeanFactory beans,
            Environment environment,
            List<ListenerConfigCustomizer> customizers) {
        this.registry = registry;
        this.beans = beans;
        this.environment = environment;
        this.customizers = customizers;
    }

    @Override
    public void afterSingletonsInstantiated() {
        refuseSharedNames();
        Map<String, ListenerConfig.Builder> builders = builders();
        Map<String, ConnectionConfig.Builder> devices = devices();
        Map<String, BoundHandler> handlers = new HandlerDiscovery(beans, traits()).discover();
        for (ListenerEndpoint endpoint : registry.endpoints()) {
            String name = endpoint.name();
            BoundHandler handler = Objects.requireNonNull(handlers.get(name));
            ListenerConfig.Builder builder =
                    Objects.requireNonNull(builders.get(name))
                            .handlers(handler.handlers())
                            .filter(handler.filter());
            customizers.forEach(customizer -> customizer.customize(name, builder));
            endpoint.configure(builder.build(), handler.ticks());
        }
        for (ConnectionEndpoint connection : registry.connections()) {
            BoundHandler handler = Objects.requireNonNull(handlers.get(connection.name()));
            ConnectionConfig config =
                    Objects.requireNonNull(devices.get(connection.name()))
                            .handlers(handler.handlers())
                            .build();
            connection.configure(config, handler.ticks());
        }
    }

    /** A handler, a meter and a session belong to a name. */
    private void refuseSharedNames() {
        for (String name : registry.connectionNames()) {
            if (registry.listenerNames().contains(name)) {
                throw new FailureAnalyzedException(
                        "'%s' is the name of a listener and of a connection.".formatted(name),
                        "Rename %s or %s."
                                .formatted(
                                        ReactorRuntimeProperties.listenerPrefix(name),
                                        ReactorRuntimeProperties.connectionPrefix(name)));
            }
        }
    }

    private Map<String, ConnectionConfig.Builder> devices() {
        ConnectionConfigFactory factory =
                new ConnectionConfigFactory(
                        new FramerFactory(new BeanNames(beans)), registry.runtimes().names());
        Map<String, ConnectionConfig.Builder> builders = new LinkedHashMap<>();
        for (ConnectionEndpoint connection : registry.connections()) {
            String name = connection.name();
            builders.put(
                    name, factory.create(connectionCheck(name), name, connection.properties()));
        }
        return builders;
    }

    private Map<String, ListenerConfig.Builder> builders() {
        ListenerConfigFactory factory =
                new ListenerConfigFactory(new BeanNames(beans), registry.runtimes().names());
        Map<String, ListenerConfig.Builder> builders = new LinkedHashMap<>();
        for (ListenerEndpoint endpoint : registry.endpoints()) {
            String name = endpoint.name();
            builders.put(name, factory.create(check(name), name, endpoint.properties()));
        }
        return builders;
    }

    private Map<String, EndpointTraits> traits() {
        CodecResolver codecs = new CodecResolver(new BeanNames(beans));
        ExecutorResolver executors = new ExecutorResolver(new BeanNames(beans));
        Map<String, EndpointTraits> traits = new LinkedHashMap<>();
        for (ListenerEndpoint endpoint : registry.endpoints()) {
            String name = endpoint.name();
            ListenerProperties properties = endpoint.properties();
            PropertyCheck check = check(name);
            traits.put(
                    name,
                    new EndpointTraits(
                            name,
                            check.key("codec"),
                            properties.codec(),
                            codecs.resolve(check, properties.codec()),
                            () -> executors.resolve(check, properties.executor()),
                            () ->
                                    executors.resolveForTasks(
                                            check,
                                            properties.executor(),
                                            properties.maxPendingReplies())));
        }
        for (ConnectionEndpoint connection : registry.connections()) {
            String name = connection.name();
            ConnectionProperties properties = connection.properties();
            PropertyCheck check = connectionCheck(name);
            traits.put(
                    name,
                    new EndpointTraits(
                            name,
                            check.key("codec"),
                            properties.codec(),
                            codecs.resolve(check, properties.codec()),
                            () -> executors.resolve(check, properties.executor()),
                            () ->
                                    executors.resolveForTasks(
                                            check,
                                            properties.executor(),
                                            properties.maxPendingReplies())));
        }
        return traits;
    }

    private PropertyCheck connectionCheck(String connection) {
        return new PropertyCheck(
                environment, ReactorRuntimeProperties.connectionPrefix(connection));
    }

    private PropertyCheck check(String listener) {
        return new PropertyCheck(environment, ReactorRuntimeProperties.listenerPrefix(listener));
    }
}
