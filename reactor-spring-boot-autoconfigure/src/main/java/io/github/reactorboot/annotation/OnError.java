package io.github.reactorboot.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.aot.hint.annotation.Reflective;

/**
 * Called when another method threw, or what was received breaks the framing or cannot be read,
 * before the session is closed for it; a farewell may still be sent. Parameters, in any order: the
 * exception and the {@link io.github.reactorboot.runtime.Session}, none required. If the parameter
 * type does not fit the exception, the method is not called. Returns nothing.
 */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective
public @interface OnError {}
