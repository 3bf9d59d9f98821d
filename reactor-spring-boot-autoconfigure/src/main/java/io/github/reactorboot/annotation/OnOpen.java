package io.github.reactorboot.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.aot.hint.annotation.Reflective;

/**
 * Called first, when a session is open. Takes the {@link io.github.reactorboot.runtime.Session} or
 * nothing, and returns nothing or a boolean: false closes the session, after what was sent to it.
 * So does an exception.
 */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective
public @interface OnOpen {}
