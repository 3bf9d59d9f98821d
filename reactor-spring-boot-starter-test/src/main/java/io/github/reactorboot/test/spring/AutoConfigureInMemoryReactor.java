package io.github.reactorboot.test.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a test class with an application context: the application's runtimes serve a {@link
 * io.github.reactorboot.test.memory.MemoryNetwork} instead of sockets. Each context has a network
 * of its own, so contexts that are cached or run side by side may listen on the same ports.
 * Listeners on Unix sockets get a port.
 *
 * <p>Beans for the test: {@link ReactorTestClient}, {@link
 * io.github.reactorboot.test.memory.MemoryNetwork}, and with {@link #virtualClock()} a {@link
 * io.github.reactorboot.test.clock.VirtualClock}.
 *
 * <p>A {@code Reactor} bean that the application builds itself is left as it is.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
public @interface AutoConfigureInMemoryReactor {

    /**
     * Whether timers and timeouts of the event loops live by a clock that the test moves. It is the
     * clock of the event loops alone: {@code Thread.sleep} and Spring's schedulers do not know it.
     */
    boolean virtualClock() default false;
}
