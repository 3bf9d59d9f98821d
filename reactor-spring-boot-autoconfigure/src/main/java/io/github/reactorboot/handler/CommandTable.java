package io.github.reactorboot.handler;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Finds the method for a command: the one whose parameter type is nearest to its class. */
final class CommandTable {

    private final String methods;
    private final Map<Class<?>, Invocation> byType;
    private final Map<Class<?>, Invocation> byClass = new ConcurrentHashMap<>();

    /**
     * Takes in the bound methods.
     *
     * @param methods what they are, for messages
     * @param byType what each takes, boxed
     */
    CommandTable(String methods, Map<Class<?>, Invocation> byType) {
        this.methods = methods;
        this.byType = Map.copyOf(byType);
    }

    /**
     * The method for a command; any thread.
     *
     * @param target the session or endpoint that it was sent to
     * @throws UnsupportedOperationException when there is none, or several and none is the nearest
     */
    Invocation find(String target, Object command) {
        Class<?> type = command.getClass();
        Invocation known = byClass.get(type);
        if (known != null) {
            return known;
        }
        List<Class<?>> nearest = nearest(type);
        if (nearest.size() == 1) {
            Invocation found = Objects.requireNonNull(byType.get(nearest.get(0)));
            byClass.put(type, found);
            return found;
        }
        throw new UnsupportedOperationException(
                nearest.isEmpty()
                        ? "the handler of %s has no %s for %s, but for: %s"
                                .formatted(target, methods, type.getName(), names(byType.keySet()))
                        : "the handler of %s has more than one %s for %s, none nearer: %s"
                                .formatted(target, methods, type.getName(), names(nearest)));
    }

    /** Types that it has, without those that another one of them is nearer than. */
    private List<Class<?>> nearest(Class<?> type) {
        List<Class<?>> nearest = new ArrayList<>();
        for (Class<?> candidate : byType.keySet()) {
            if (candidate.isAssignableFrom(type)
                    && nearest.stream().noneMatch(candidate::isAssignableFrom)) {
                nearest.removeIf(other -> other.isAssignableFrom(candidate));
                nearest.add(candidate);
            }
        }
        return nearest;
    }

    private static String names(Iterable<Class<?>> types) {
        List<String> names = new ArrayList<>();
        types.forEach(type -> names.add(type.getName()));
        return names.isEmpty()
                ? "nothing"
                : names.stream().sorted().collect(Collectors.joining(", "));
    }
}
