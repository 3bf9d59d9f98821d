package io.github.reactorboot.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.aot.hint.annotation.Reflective;

/**
 * Serves a session from its beginning to its end as straight-line code, on a thread of its own that
 * may block: a virtual one where the JVM has them, or one of the executor that {@code
 * reactor.listeners.<name>.executor} names, or else of the application's.
 *
 * <p>Parameters, in any order: the {@link io.github.reactorboot.runtime.task.TaskStream}
 * (required), which reads and writes with the codec of the listener, and the {@link
 * io.github.reactorboot.runtime.Session}. Returns nothing. When the method returns, the session is
 * closed gracefully; an exception closes it after {@link OnError}.
 *
 * <p>Takes the place of {@link OnMessage}, {@link OnWritable} and {@link OnInputClosed}. The other
 * callbacks come on the event loop while the method runs, so fields that they share with it need
 * care; {@link OnOpen} comes before, and {@link OnClose} when the session is closed and the method
 * has returned.
 */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective
public @interface OnSession {}
