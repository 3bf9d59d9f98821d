package io.github.reactorboot.handler;

import io.github.reactorboot.annotation.OnMessage;
import io.github.reactorboot.annotation.OnTick;
import io.github.reactorboot.annotation.ReactorHandler;
import io.github.reactorboot.runtime.AcceptFilter;
import io.github.reactorboot.runtime.HandlerSource;
import io.github.reactorboot.runtime.SessionHandler;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * A handler bean with annotated methods: what does not depend on the listener is bound once. One
 * bean may serve several listeners, each with a codec of its own.
 */
final class HandlerBean {

    private final ConfigurableListableBeanFactory beans;
    private final String name;
    private final Class<?> type;
    private final HandlerMethods methods;
    private final boolean prototype;

    /**
     * The singleton; of a prototype, the instance that decides about connections, if there is one.
     */
    private final @Nullable Object shared;

    private final Callbacks callbacks;
    private final AcceptFilter filter;
    private final List<Tick> ticks;

    HandlerBean(ConfigurableListableBeanFactory beans, String name, Class<?> type) {
        this.beans = beans;
        this.name = name;
        this.type = type;
        this.methods = HandlerMethods.of(beans, name, type);
        this.prototype = !beans.isSingleton(name);
        if (methods.all(Event.MESSAGE).isEmpty() && methods.all(Event.SESSION).isEmpty()) {
            throw mistake(
                    "has no @OnMessage method",
                    "Annotate the method that takes what arrives with @OnMessage, or the one that"
                            + " serves a whole session with @OnSession, or let the class implement"
                            + " SessionHandler.");
        }
        checkAlone();
        this.callbacks = callbacks();
        boolean needsInstance = !prototype || !methods.all(Event.ACCEPT).isEmpty();
        this.shared = needsInstance ? beans.getBean(name) : null;
        this.filter = filter();
        this.ticks = ticks();
    }

    /** What a task sees in its stream has no method of its own. */
    private void checkAlone() {
        for (HandlerMethod task : methods.all(Event.SESSION)) {
            for (Event event : List.of(Event.MESSAGE, Event.WRITABLE, Event.INPUT_CLOSED)) {
                for (HandlerMethod other : methods.all(event)) {
                    throw task.mistake(
                            "serves whole sessions, so %s with %s is never called"
                                    .formatted(other.display(), event),
                            "Remove %s and use the TaskStream, or remove @OnSession."
                                    .formatted(event));
                }
            }
        }
    }

    /** Binds the method that takes what arrives to a listener. */
    BoundHandler bind(EndpointTraits endpoint) {
        List<HandlerMethod> task = methods.all(Event.SESSION);
        MessageShape shape =
                task.isEmpty() ? messages(endpoint) : TaskShape.of(task.get(0), endpoint);
        HandlerSource source =
                prototype
                        ? session ->
                                shape.source(beans.getBean(name), callbacks).handlerFor(session)
                        : new EndpointHandlers(
                                shape.source(instance(), callbacks), instance(), commands(false));
        return new BoundHandler(source, filter, ticks);
    }

    private MessageShape messages(EndpointTraits endpoint) {
        HandlerMethod method = methods.all(Event.MESSAGE).get(0);
        OnMessage annotation =
                Objects.requireNonNull(
                        AnnotatedElementUtils.findMergedAnnotation(
                                method.declared(), OnMessage.class));
        try {
            // First, so that what is wrong with the method itself is said first.
            method.bind();
            return MessageShape.of(method, annotation.blocking(), endpoint);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private Object instance() {
        return Objects.requireNonNull(shared);
    }

    private Callbacks callbacks() {
        Map<Event, Invocation> bound = new EnumMap<>(Event.class);
        for (Event event : Event.values()) {
            if (!event.repeatable() && event != Event.MESSAGE && event != Event.SESSION) {
                methods.all(event).forEach(method -> bound.put(event, method.bind()));
            }
        }
        Consumer<Object> release = prototype ? bean -> beans.destroyBean(name, bean) : bean -> {};
        return new Callbacks(bound, errorType(), commands(true), release);
    }

    private Class<?> errorType() {
        for (HandlerMethod method : methods.all(Event.ERROR)) {
            int index = method.secondIndex();
            if (index >= 0) {
                return method.declared().getParameterTypes()[index];
            }
        }
        return Throwable.class;
    }

    /** All methods for commands to sessions; those that take no session for the endpoint. */
    private CommandTable commands(boolean withSession) {
        Map<Class<?>, Invocation> byType = new LinkedHashMap<>();
        Map<Class<?>, HandlerMethod> seen = new LinkedHashMap<>();
        for (HandlerMethod method : methods.all(Event.COMMAND)) {
            Invocation invocation = method.bind();
            Class<?> command = boxed(method.declared().getParameterTypes()[method.secondIndex()]);
            HandlerMethod other = seen.put(command, method);
            if (other != null) {
                throw method.mistake(
                        "takes the same command as " + other.display(),
                        "Keep one @OnCommand method for " + command.getSimpleName() + ".");
            }
            if (withSession || method.declared().getParameterCount() == 1) {
                byType.put(command, invocation);
            }
        }
        return new CommandTable(
                withSession ? "@OnCommand method" : "@OnCommand method without a Session", byType);
    }

    private static Class<?> boxed(Class<?> type) {
        return MethodType.methodType(type).wrap().returnType();
    }

    private AcceptFilter filter() {
        List<HandlerMethod> accepting = methods.all(Event.ACCEPT);
        if (accepting.isEmpty()) {
            return AcceptFilter.ALL;
        }
        Method declared = accepting.get(0).declared();
        boolean internetOnly =
                declared.getParameterCount() == 1
                        && declared.getParameterTypes()[0] == InetSocketAddress.class;
        Invocation invocation = accepting.get(0).bind();
        Object bean = instance();
        return peer ->
                Boolean.TRUE.equals(
                        invocation.call(
                                bean,
                                internetOnly && !(peer instanceof InetSocketAddress) ? null : peer,
                                null));
    }

    private List<Tick> ticks() {
        List<Tick> all = new ArrayList<>();
        for (HandlerMethod method : methods.all(Event.TICK)) {
            if (prototype) {
                throw method.mistake(
                        "is in a prototype bean",
                        "Use Session.schedule in an @OnOpen method, or move it to a singleton bean.");
            }
            all.add(new Tick(method.display(), every(method), instance(), method.bind()));
        }
        return List.copyOf(all);
    }

    private Duration every(HandlerMethod method) {
        OnTick annotation =
                Objects.requireNonNull(
                        AnnotatedElementUtils.findMergedAnnotation(
                                method.declared(), OnTick.class));
        String written = beans.resolveEmbeddedValue(annotation.every());
        try {
            Duration every = DurationStyle.detectAndParse(String.valueOf(written));
            if (!every.isNegative() && !every.isZero()) {
                return every;
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw method.mistake(
                "has every = \"%s\", which is no time above zero".formatted(written),
                "Write a duration such as 500ms, 1s or PT1M.");
    }

    private FailureAnalyzedException mistake(String what, String action) {
        return new FailureAnalyzedException(
                "Bean '%s' of type %s with @%s %s."
                        .formatted(
                                name, type.getName(), ReactorHandler.class.getSimpleName(), what),
                action);
    }

    /** A class that is a handler by itself has no annotated methods. */
    static boolean isPlain(Class<?> type) {
        return SessionHandler.class.isAssignableFrom(type);
    }
}
