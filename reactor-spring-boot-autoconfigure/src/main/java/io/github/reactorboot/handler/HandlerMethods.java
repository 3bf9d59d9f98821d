package io.github.reactorboot.handler;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;

/** The annotated methods of a handler bean, by event. */
final class HandlerMethods {

    private final Map<Event, List<HandlerMethod>> byEvent = new EnumMap<>(Event.class);

    private HandlerMethods() {}

    /** Finds them, also behind a proxy, and refuses two for one event. */
    static HandlerMethods of(ConfigurableListableBeanFactory beans, String bean, Class<?> type) {
        HandlerMethods methods = new HandlerMethods();
        Class<?> called = beans.getType(bean);
        Map<Method, @Nullable Set<Event>> found =
                MethodIntrospector.selectMethods(
                        type,
                        (MethodIntrospector.MetadataLookup<@Nullable Set<Event>>)
                                HandlerMethods::events);
        found.forEach((declared, events) -> {
            for (Event event : events == null ? Set.<Event>of() : events) {
                HandlerMethod method = new HandlerMethod(bean, type, event, declared, declared);
                methods.add(invocable(method, called != null ? called : type));
            }
        });
        return methods;
    }

    List<HandlerMethod> all(Event event) {
        return byEvent.getOrDefault(event, List.of());
    }

    boolean isEmpty() {
        return byEvent.isEmpty();
    }

    private static @Nullable Set<Event> events(Method method) {
        Set<Event> events = EnumSet.noneOf(Event.class);
        for (Event event : Event.values()) {
            if (AnnotatedElementUtils.hasAnnotation(method, event.annotation())) {
                events.add(event);
            }
        }
        return events.isEmpty() ? null : events;
    }

    private static HandlerMethod invocable(HandlerMethod method, Class<?> called) {
        method.roles();
        try {
            return new HandlerMethod(
                    method.bean(),
                    method.type(),
                    method.event(),
                    method.declared(),
                    AopUtils.selectInvocableMethod(method.declared(), called));
        } catch (IllegalStateException e) {
            throw method.mistake(
                    "is not there on the proxy of the bean",
                    "Declare it in an interface of the class, or let Spring proxy the class itself"
                            + " (spring.aop.proxy-target-class=true).");
        }
    }

    private void add(HandlerMethod method) {
        List<HandlerMethod> same =
                byEvent.computeIfAbsent(method.event(), event -> new ArrayList<>());
        if (!same.isEmpty() && !method.event().repeatable()) {
            // The JVM gives methods in no order that one could rely on.
            String both =
                    Stream.of(same.get(0), method)
                            .map(HandlerMethod::display)
                            .sorted()
                            .collect(Collectors.joining(" and "));
            throw new FailureAnalyzedException(
                    "Bean '%s' has two methods with %s: %s."
                            .formatted(method.bean(), method.event(), both),
                    "Keep one of them; serve what differs in separate listeners or inside the method.");
        }
        same.add(method);
    }
}
