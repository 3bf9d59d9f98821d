package io.github.reactorboot.handler;

import io.github.reactorboot.annotation.ReactorHandler;
import io.github.reactorboot.runtime.AcceptFilter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
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
     * The handler of each listener and connection; none for a connection that needs none.
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
            if (endpoint.needsHandler() && !beanOf.containsKey(endpoint.name())) {
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
        Map<String, List<String>> endpointsOf = new LinkedHashMap<>();
        beanOf.forEach((endpoint, bean) ->
                endpointsOf.computeIfAbsent(bean, name -> new ArrayList<>()).add(endpoint));
        endpointsOf.forEach(this::checkAccepting);
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

    /** Nobody is accepted on a connection: such a method would never be called. */
    private void checkAccepting(String bean, List<String> names) {
        boolean accepted =
                names.stream()
                        .map(endpoints::get)
                        .anyMatch(endpoint -> endpoint != null && !endpoint.isConnection());
        if (accepted) {
            return;
        }
        Class<?> type = type(bean);
        String what;
        String action;
        if (HandlerBean.isPlain(type)) {
            if (!AcceptFilter.class.isAssignableFrom(type)) {
                return;
            }
            what = "is an AcceptFilter";
            action = "Drop the interface AcceptFilter";
        } else {
            if (HandlerMethods.of(beans, bean, type).all(Event.ACCEPT).isEmpty()) {
                return;
            }
            what = "has a method with @OnAccept";
            action = "Remove the method";
        }
        throw new FailureAnalyzedException(
                "Bean '%s' %s, but serves only connections (%s), on which nobody is accepted."
                        .formatted(bean, what, String.join(", ", names)),
                "%s, or name a listener in @ReactorHandler too.".formatted(action));
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
