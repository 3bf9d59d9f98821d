package io.github.reactorboot.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.aot.hint.annotation.Reflective;

/**
 * Called again and again on every event loop of the runtime that serves the listener, so at the
 * same time on several threads. Takes the {@link io.github.reactorboot.runtime.EventLoop} or
 * nothing and returns nothing; an exception is logged. Not in prototype beans.
 */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective
public @interface OnTick {

    /** Time from the end of one call to the next, such as {@code 500ms}; may hold placeholders. */
    String every() default "1s";
}
