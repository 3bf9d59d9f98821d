package io.github.reactorboot.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.core.annotation.AliasFor;
import org.springframework.stereotype.Component;

/**
 * A bean that serves the sessions of one or more listeners and connections.
 *
 * <p>The class has methods with {@link OnMessage} or {@link OnSession} and the other annotations of
 * this package, or implements {@link io.github.reactorboot.runtime.SessionHandler} instead. Each
 * listener and connection has exactly one such bean.
 *
 * <p>A singleton serves all sessions, on all event loops: state of a session belongs into
 * {@linkplain io.github.reactorboot.runtime.Session#attribute attributes}. With
 * {@code @Scope("prototype")} each session gets an instance of its own, made when it opens and
 * destroyed when it has closed, all on the event loop of the session; its fields need no locks.
 *
 * <p>Callbacks run on event loops and must not block, but for {@link OnMessage#blocking()} and
 * {@link OnSession}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Component
public @interface ReactorHandler {

    /**
     * Names of listeners and connections; placeholders such as <code>${my.listener}</code> are
     * resolved.
     */
    @AliasFor("endpoints")
    String[] value() default {};

    /** As {@link #value()}. */
    @AliasFor("value")
    String[] endpoints() default {};
}
