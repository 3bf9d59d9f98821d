package io.github.reactorboot.handler;

import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * A call of a handler method with up to two arguments, of which the method takes those it wants in
 * the order it wants.
 */
@FunctionalInterface
interface Invocation {

    /** For an event that the class has no method for. */
    Invocation NONE = (bean, one, other) -> null;

    @Nullable Object call(Object bean, @Nullable Object one, @Nullable Object other)
            throws Exception;

    /**
     * Binds a method.
     *
     * @param takesSecond for each parameter, whether it takes the second argument or the first
     */
    static Invocation of(Method method, boolean[] takesSecond) throws IllegalAccessException {
        return method.getReturnType() == void.class
                ? ofVoid(method, takesSecond)
                : ofValue(method, takesSecond);
    }

    private static Invocation ofVoid(Method method, boolean[] takesSecond)
            throws IllegalAccessException {
        if (takesSecond.length == 0) {
            Calls.Void0 call = MethodBinder.bind(method, Calls.Void0.class);
            return (bean, one, other) -> {
                call.call(bean);
                return null;
            };
        }
        if (takesSecond.length == 1) {
            Calls.Void1 call = MethodBinder.bind(method, Calls.Void1.class);
            boolean wantsSecond = takesSecond[0];
            return (bean, one, other) -> {
                call.call(bean, wantsSecond ? other : one);
                return null;
            };
        }
        Calls.Void2 call = MethodBinder.bind(method, Calls.Void2.class);
        boolean swapped = takesSecond[0];
        return (bean, one, other) -> {
            if (swapped) {
                call.call(bean, other, one);
            } else {
                call.call(bean, one, other);
            }
            return null;
        };
    }

    private static Invocation ofValue(Method method, boolean[] takesSecond)
            throws IllegalAccessException {
        if (takesSecond.length == 0) {
            Calls.Value0 call = MethodBinder.bind(method, Calls.Value0.class);
            return (bean, one, other) -> call.call(bean);
        }
        if (takesSecond.length == 1) {
            Calls.Value1 call = MethodBinder.bind(method, Calls.Value1.class);
            return takesSecond[0]
                    ? (bean, one, other) -> call.call(bean, other)
                    : (bean, one, other) -> call.call(bean, one);
        }
        Calls.Value2 call = MethodBinder.bind(method, Calls.Value2.class);
        return takesSecond[0] ? (bean, one, other) -> call.call(bean, other, one) : call::call;
    }
}
