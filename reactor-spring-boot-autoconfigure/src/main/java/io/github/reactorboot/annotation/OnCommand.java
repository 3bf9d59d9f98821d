package io.github.reactorboot.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.aot.hint.annotation.Reflective;

/**
 * Serves a command that was given to {@link io.github.reactorboot.runtime.Session#command}, on the
 * event loop of the session. A method without a {@code Session} also serves commands that were
 * given to the listener or the connection itself ({@code ReactorRegistry.command}), on one of its
 * event loops. Parameters, in any order: the command (required) and the {@link
 * io.github.reactorboot.runtime.Session}. The return value is the answer. A class may have several
 * such methods for different command types; the one with the nearest type is called.
 */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective
public @interface OnCommand {}
