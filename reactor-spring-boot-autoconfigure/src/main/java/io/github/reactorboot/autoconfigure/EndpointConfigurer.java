package io.github.reactorboot.autoconfigure;

import io.github.reactorboot.autoconfigure.ConnectionProperties.Access;
import io.github.reactorboot.client.ConnectionBinding;
import io.github.reactorboot.codec.Codec;
import io.github.reactorboot.handler.BoundHandler;
import io.github.reactorboot.handler.EndpointTraits;
import io.github.reactorboot.handler.HandlerDiscovery;
import io.github.reactorboot.handler.UnmatchedFrames;
import io.github.reactorboot.runtime.ConnectionConfig;
import io.github.reactorboot.runtime.HandlerSource;
import io.github.reactorboot.runtime.ListenerConfig;
import io.github.reactorboot.runtime.exchange.Exchanges;
import io.github.reactorboot.runtime.exchange.ExchangesBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
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
        Map<String, ConnectionConfig.Builder> connections = connections();
        Map<String, EndpointTraits> traits = traits();
        Map<String, BoundHandler> handlers = new HandlerDiscovery(beans, traits).discover();
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
            String name = connection.name();
            configure(
                    connection,
                    Objects.requireNonNull(connections.get(name)),
                    Objects.requireNonNull(traits.get(name)),
                    handlers.get(name));
        }
    }

    private void configure(
            ConnectionEndpoint connection,
            ConnectionConfig.Builder builder,
            EndpointTraits traits,
            @Nullable BoundHandler handler) {
        HandlerSource source =
                handler == null ? HandlerSource.shared(new UnmatchedFrames()) : handler.handlers();
        ConnectionProperties properties = connection.properties();
        PropertyCheck check = connectionCheck(connection.name());
        ExchangesBuilder exchanging =
                new ExchangeFactory(new BeanNames(beans)).create(check, properties);
        Exchanges exchanges = exchanging == null ? null : exchanging.handlers(source).build();
        ConnectionConfig config =
                (exchanges == null ? builder.handlers(source) : builder.handler(exchanges)).build();
        connection.configure(
                config,
                new ConnectionBinding(
                        connection.name(),
                        check.prefix(),
                        connection::connection,
                        traits.codec(),
                        exchanges,
                        properties.exchange().timeout(),
                        properties.connectTimeout(),
                        properties.outbound().limit().toBytes()),
                handler == null ? List.of() : handler.ticks());
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

    private Map<String, ConnectionConfig.Builder> connections() {
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
        Map<String, EndpointTraits> traits = new LinkedHashMap<>();
        for (ListenerEndpoint endpoint : registry.endpoints()) {
            String name = endpoint.name();
            traits.put(name, traits(name, check(name), endpoint.properties(), true));
        }
        for (ConnectionEndpoint connection : registry.connections()) {
            String name = connection.name();
            ConnectionProperties properties = connection.properties();
            boolean forSending =
                    ExchangeFactory.isWanted(properties) || properties.access() == Access.WRITE;
            traits.put(name, traits(name, connectionCheck(name), properties, !forSending));
        }
        return traits;
    }

    private EndpointTraits traits(
            String name, PropertyCheck check, SessionProperties properties, boolean needsHandler) {
        Codec codec = new CodecResolver(new BeanNames(beans)).resolve(check, properties.codec());
        ExecutorResolver executors = new ExecutorResolver(new BeanNames(beans));
        return new EndpointTraits(
                name,
                check.key("codec"),
                properties.codec(),
                codec,
                () -> executors.resolve(check, properties.executor()),
                () ->
                        executors.resolveForTasks(
                                check, properties.executor(), properties.maxPendingReplies()),
                needsHandler);
    }

    private PropertyCheck connectionCheck(String connection) {
        return new PropertyCheck(
                environment, ReactorRuntimeProperties.connectionPrefix(connection));
    }

    private PropertyCheck check(String listener) {
        return new PropertyCheck(environment, ReactorRuntimeProperties.listenerPrefix(listener));
    }
}
