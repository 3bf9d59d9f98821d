package io.github.reactorboot.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Injects the port that a listener was bound to, in tests with Spring's test context framework: on
 * an {@code int} field, or a parameter of a test constructor or method. The same number is the
 * property {@code local.reactor.<name>.port}.
 */
@Target({ElementType.FIELD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Autowired
public @interface LocalReactorPort {

    /** The name of the listener. */
    String value();
}
