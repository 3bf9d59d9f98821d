package io.github.reactorboot.handler;

import org.jspecify.annotations.Nullable;

/**
 * The shapes of handler methods, by number of arguments and whether there is a result. Lambdas of
 * these types are made inside the classes of the application, so the types must be public; they are
 * no API.
 */
public final class Calls {

    private Calls() {}

    /** No argument, no result. */
    @FunctionalInterface
    public interface Void0 {
        void call(Object bean) throws Exception;
    }

    /** One argument, no result. */
    @FunctionalInterface
    public interface Void1 {
        void call(Object bean, @Nullable Object first) throws Exception;
    }

    /** Two arguments, no result. */
    @FunctionalInterface
    public interface Void2 {
        void call(Object bean, @Nullable Object first, @Nullable Object second) throws Exception;
    }

    /** No argument and a result. */
    @FunctionalInterface
    public interface Value0 {
        @Nullable Object call(Object bean) throws Exception;
    }

    /** One argument and a result. */
    @FunctionalInterface
    public interface Value1 {
        @Nullable Object call(Object bean, @Nullable Object first) throws Exception;
    }

    /** Two arguments and a result. */
    @FunctionalInterface
    public interface Value2 {
        @Nullable Object call(Object bean, @Nullable Object first, @Nullable Object second)
                throws Exception;
    }
}
