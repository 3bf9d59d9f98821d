package io.github.reactorboot.handler;

import java.lang.invoke.CallSite;
import java.lang.invoke.LambdaConversionException;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * Binds methods to direct calls, as the compiler does for a method reference: the JVM can inline
 * them like any other call. Where that is not possible (handler class of another class loader,
 * native image) the call goes through a method handle.
 */
final class MethodBinder {

    private MethodBinder() {}

    /**
     * A call of the method whose first argument is the bean.
     *
     * @param shape one of {@link Calls} with as many arguments as the method has
     * @throws IllegalAccessException when the module of the class is closed to us
     */
    static <T> T bind(Method method, Class<T> shape) throws IllegalAccessException {
        MethodHandles.Lookup lookup = lookupIn(method.getDeclaringClass());
        MethodHandle handle = lookup.unreflect(method);
        try {
            return shape.cast(lambda(lookup, handle, shape));
        } catch (LambdaConversionException | RuntimeException | LinkageError e) {
            return shape.cast(HandleCalls.of(handle, shape));
        }
    }

    private static MethodHandles.Lookup lookupIn(Class<?> type) throws IllegalAccessException {
        MethodHandles.Lookup own = MethodHandles.lookup();
        try {
            return MethodHandles.privateLookupIn(type, own);
        } catch (IllegalAccessException closed) {
            // Public methods of exported packages, such as interfaces of the JDK that a proxy has.
            return own;
        }
    }

    private static Object lambda(MethodHandles.Lookup lookup, MethodHandle handle, Class<?> shape)
            throws LambdaConversionException {
        MethodType actual = handle.type();
        Class<?> result = actual.returnType() == void.class ? void.class : Object.class;
        CallSite site =
                LambdaMetafactory.metafactory(
                        lookup,
                        "call",
                        MethodType.methodType(shape),
                        MethodType.genericMethodType(actual.parameterCount())
                                .changeReturnType(result),
                        handle,
                        actual.wrap().changeReturnType(result));
        try {
            return site.getTarget().invoke();
        } catch (Throwable e) {
            throw new IllegalStateException("lambda cannot be made", e);
        }
    }

    /** Calls through a method handle that was fitted once, so that no argument array is needed. */
    private static final class HandleCalls {

        private HandleCalls() {}

        static Object of(MethodHandle target, Class<?> shape) {
            MethodHandle handle =
                    target.asType(MethodType.genericMethodType(target.type().parameterCount()));
            if (shape == Calls.Void0.class) {
                return (Calls.Void0) bean -> zero(handle, bean);
            }
            if (shape == Calls.Value0.class) {
                return (Calls.Value0) bean -> zero(handle, bean);
            }
            if (shape == Calls.Void1.class) {
                return (Calls.Void1) (bean, first) -> one(handle, bean, first);
            }
            if (shape == Calls.Value1.class) {
                return (Calls.Value1) (bean, first) -> one(handle, bean, first);
            }
            if (shape == Calls.Void2.class) {
                return (Calls.Void2) (bean, first, second) -> two(handle, bean, first, second);
            }
            return (Calls.Value2) (bean, first, second) -> two(handle, bean, first, second);
        }

        private static @Nullable Object zero(MethodHandle handle, Object bean) throws Exception {
            try {
                return (Object) handle.invokeExact(bean);
            } catch (Throwable e) {
                throw rethrow(e);
            }
        }

        private static @Nullable Object one(
                MethodHandle handle, Object bean, @Nullable Object first) throws Exception {
            try {
                return (Object) handle.invokeExact(bean, first);
            } catch (Throwable e) {
                throw rethrow(e);
            }
        }

        private static @Nullable Object two(
                MethodHandle handle, Object bean, @Nullable Object first, @Nullable Object second)
                throws Exception {
            try {
                return (Object) handle.invokeExact(bean, first, second);
            } catch (Throwable e) {
                throw rethrow(e);
            }
        }

        private static Exception rethrow(Throwable thrown) throws Exception {
            if (thrown instanceof Error error) {
                throw error;
            }
            // Methods that declare Throwable itself were refused at start.
            throw (Exception) thrown;
        }
    }
}
