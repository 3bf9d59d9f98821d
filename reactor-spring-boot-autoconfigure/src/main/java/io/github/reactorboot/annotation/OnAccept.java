package io.github.reactorboot.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.aot.hint.annotation.Reflective;

/**
 * Decides about a connection before a session exists: false, or an exception, refuses it. Takes the
 * address of the peer ({@link java.net.SocketAddress} or {@link java.net.InetSocketAddress}, null
 * if it is gone already or, for the latter, on a Unix socket) or nothing, and returns a boolean.
 * Runs on the event loops that accept, perhaps on several at the same time. A prototype bean has
 * one instance of its own for this.
 */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective
public @interface OnAccept {}
