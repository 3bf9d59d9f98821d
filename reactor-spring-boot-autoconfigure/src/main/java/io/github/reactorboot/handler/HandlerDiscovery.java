package io.github.reactorboot.handler;

import io.github.reactorboot.annotation.ReactorHandler;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.util.StringUtils;

/** Finds the handler beans and binds each to the listeners and connections that it names. */
public final class HandlerDiscovery {

    private final ConfigurableListableBeanFactory beans;
    private final Map<String, EndpointTraits> endpoints;

    /** Looks among these beans for handlers of these listeners and connections. */
    public HandlerDiscovery(
            ConfigurableListableBeanFactory beans, Map<String, EndpointTraits> endpoints) {
        this.beans = beans;
        this.endpoints = endpoints;
    }

    /**
     * The handler of each listener and connection.
     *
     * @throws FailureAnalyzedException when anything does not fit
     */
    public Map<String, BoundHandler> discover() {
        Map<String, String> beanOf = new LinkedHashMap<>();
        for (String bean : beans.getBeanNamesForAnnotation(ReactorHandler.class)) {
            if (!ScopedProxyUtils.isScopedTarget(bean)) {
                names(bean).forEach(endpoint -> assign(beanOf, endpoint, bean));
            }
        }
        for (EndpointTraits endpoint : endpoints.values()) {
            if (!beanOf.containsKey(endpoint.name())) {
                throw new FailureAnalyzedException(
                        StringUtils.capitalize(endpoint.display()) + " has no handler.",
                        "Annotate a bean with @ReactorHandler(\"%s\"), or remove %s."
                                .formatted(endpoint.name(), endpoint.prefix()));
            }
        }
        return bind(beanOf);
    }

    private Set<String> names(String bean) {
        ReactorHandler annotation =
                Objects.requireNonNull(beans.findAnnotationOnBean(bean, ReactorHandler.class));
        Set<String> names = new LinkedHashSet<>();
        for (String written : annotation.value()) {
            String name = String.valueOf(beans.resolveEmbeddedValue(written));
            if (!endpoints.containsKey(name)) {
                throw unknown(bean, written, name);
            }
            names.add(name);
        }
        if (names.isEmpty()) {
            throw new FailureAnalyzedException(
                    "Bean '%s' has @ReactorHandler without the name of a listener or connection."
                            .formatted(bean),
                    "Name one or more: @ReactorHandler(\"...\"). " + known());
        }
        return names;
    }

    private FailureAnalyzedException unknown(String bean, String written, String name) {
        String resolved = written.equals(name) ? "" : " (from %s)".formatted(written);
        return new FailureAnalyzedException(
                "Bean '%s' has @ReactorHandler(\"%s\")%s, but no listener or connection has this name."
                        .formatted(bean, name, resolved),
                Nearest.to(name, endpoints.keySet())
                                .map(nearest ->
                                        "Did you mean \"%s\"? Otherwise: ".formatted(nearest))
                                .orElse("")
                        + "Configure reactor.listeners.%s. ".formatted(name)
                        + known());
    }

    private String known() {
        if (endpoints.isEmpty()) {
            return "No listener and no connection is configured.";
        }
        return Stream.of(known(false), known(true))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(" "));
    }

    private String known(boolean connections) {
        String names =
                endpoints.values().stream()
                        .filter(endpoint -> endpoint.isConnection() == connections)
                        .map(EndpointTraits::name)
                        .collect(Collectors.joining(", "));
        String kind = connections ? "connections" : "listeners";
        return names.isEmpty() ? "" : "Configured %s: %s.".formatted(kind, names);
    }

    private void assign(Map<String, String> beanOf, String endpoint, String bean) {
        String other = beanOf.putIfAbsent(endpoint, bean);
        if (other != null) {
            throw new FailureAnalyzedException(
                    "%s has two handlers: beans '%s' and '%s'."
                            .formatted(
                                    StringUtils.capitalize(
                                            Objects.requireNonNull(endpoints.get(endpoint))
                                                    .display()),
                                    other,
                                    bean),
                    "Remove @ReactorHandler(\"%s\") from one of them.".formatted(endpoint));
        }
    }

    private Map<String, BoundHandler> bind(Map<String, String> beanOf) {
        Map<String, HandlerBean> handlerBeans = new LinkedHashMap<>();
        Map<String, BoundHandler> bound = new LinkedHashMap<>();
        beanOf.forEach((endpoint, bean) -> {
            Class<?> type = type(bean);
            checkScope(bean);
            EndpointTraits traits = Objects.requireNonNull(endpoints.get(endpoint));
            if (HandlerBean.isPlain(type)) {
                checkPlain(bean, type);
                bound.put(endpoint, PlainHandlers.bind(beans, bean));
            } else {
                HandlerBean handler =
                        handlerBeans.computeIfAbsent(
                                bean, name -> new HandlerBean(beans, name, type));
                bound.put(endpoint, handler.bind(traits));
            }
        });
        return bound;
    }

    private Class<?> type(String bean) {
        Class<?> type = AutoProxyUtils.determineTargetClass(beans, bean);
        return type != null ? type : beans.getBean(bean).getClass();
    }

    private void checkScope(String bean) {
        if (!beans.isSingleton(bean) && !beans.isPrototype(bean)) {
            throw new FailureAnalyzedException(
                    "Bean '%s' with @ReactorHandler is neither singleton nor prototype."
                            .formatted(bean),
                    "Remove its scope (one instance for all sessions), or use @Scope(\"prototype\")"
                            + " (one instance for each session).");
        }
    }

    private void checkPlain(String bean, Class<?> type) {
        if (!HandlerMethods.of(beans, bean, type).isEmpty()) {
            throw new FailureAnalyzedException(
                    "Bean '%s' implements SessionHandler and has annotated methods too."
                            .formatted(bean),
                    "Either override the methods of SessionHandler and drop the annotations, or drop the"
                            + " interface.");
        }
    }
}
