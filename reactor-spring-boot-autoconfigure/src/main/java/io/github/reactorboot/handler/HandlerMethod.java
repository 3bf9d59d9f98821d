package io.github.reactorboot.handler;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;

/**
 * A method of a handler bean for one event.
 *
 * @param bean name of the bean
 * @param type class of the bean, behind proxies
 * @param declared the method as the class has it
 * @param invocable the method as it is called, perhaps that of an interface of a proxy
 */
record HandlerMethod(String bean, Class<?> type, Event event, Method declared, Method invocable) {

    /** Checks all that can be said without knowing the listener, and binds the method. */
    Invocation bind() {
        boolean[] takesSecond = roles();
        try {
            return Invocation.of(invocable, takesSecond);
        } catch (IllegalAccessException e) {
            throw mistake(
                    "cannot be called: " + e.getMessage(),
                    "Make the class and the method public, or open the package of the class to"
                            + " reflection (opens in module-info.java).");
        }
    }

    /** For each parameter whether it takes the second argument of the event. */
    boolean[] roles() {
        checkModifiers();
        Class<?>[] types = declared.getParameterTypes();
        boolean[] takesSecond = new boolean[types.length];
        int first = 0;
        int second = 0;
        for (int index = 0; index < types.length; index++) {
            if (event.takesFirst(types[index])) {
                first++;
            } else if (event.takesSecond(types[index])) {
                takesSecond[index] = true;
                second++;
            } else {
                throw wrongParameters("has a parameter of type " + display(types[index]));
            }
        }
        if (first > 1) {
            throw wrongParameters("has two parameters of one kind");
        }
        if (second > 1) {
            throw wrongParameters(
                    event.needsSecond()
                            ? "has %d payload parameters".formatted(second)
                            : "has two parameters of one kind");
        }
        if (second == 0 && event.needsSecond()) {
            throw wrongParameters(
                    event == Event.SESSION
                            ? "has no parameter for the stream"
                            : "has no parameter for what has arrived");
        }
        if (!event.returns(declared.getReturnType())) {
            throw mistake(
                    "returns " + display(declared.getReturnType()),
                    "Let it return %s.".formatted(event.results()));
        }
        return takesSecond;
    }

    private void checkModifiers() {
        if (Modifier.isStatic(declared.getModifiers())) {
            throw mistake("is static", "Remove static: it is called on the bean.");
        }
        if (Modifier.isPrivate(declared.getModifiers())) {
            throw mistake("is private", "Make it package-private, protected or public.");
        }
        for (Class<?> thrown : declared.getExceptionTypes()) {
            if (!Exception.class.isAssignableFrom(thrown)
                    && !Error.class.isAssignableFrom(thrown)) {
                throw mistake(
                        "declares " + display(thrown), "Let it declare Exception at the most.");
            }
        }
    }

    /** The type of a parameter, with what is known of its type variables. */
    ResolvableType parameterType(int index) {
        return ResolvableType.forMethodParameter(declared, index, type);
    }

    /** The index of the parameter that takes the second argument, or -1. */
    int secondIndex() {
        boolean[] takesSecond = roles();
        for (int index = 0; index < takesSecond.length; index++) {
            if (takesSecond[index]) {
                return index;
            }
        }
        return -1;
    }

    ResolvableType returnType() {
        return ResolvableType.forMethodParameter(
                new MethodParameter(declared, -1).withContainingClass(type));
    }

    FailureAnalyzedException wrongParameters(String what) {
        return mistake(
                what,
                "Methods with %s take %s, in any order.".formatted(event, event.parameters()));
    }

    FailureAnalyzedException mistake(String what, String action) {
        return new FailureAnalyzedException("%s %s.".formatted(this, what), action);
    }

    /** The method as its author knows it. */
    String display() {
        return "%s.%s(%s)"
                .formatted(
                        type.getSimpleName(),
                        declared.getName(),
                        Arrays.stream(declared.getParameterTypes())
                                .map(HandlerMethod::display)
                                .collect(Collectors.joining(", ")));
    }

    static String display(Class<?> type) {
        return type.getSimpleName();
    }

    @Override
    public String toString() {
        return "Bean '%s': method %s with %s".formatted(bean, display(), event);
    }
}
