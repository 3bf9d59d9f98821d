package io.github.reactorboot.handler;

import io.github.reactorboot.runtime.Session;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Finds the method for a command: the one whose parameter type is nearest to its class. */
final class CommandTable {

    private final Map<Class<?>, Invocation> byType;
    private final Map<Class<?>, Invocation> byClass = new ConcurrentHashMap<>();

    CommandTable(Map<Class<?>, Invocation> byType) {
        this.byType = Map.copyOf(byType);
    }

    Invocation find(Session session, Object command) {
        Class<?> type = command.getClass();
        Invocation known = byClass.get(type);
        if (known != null) {
            return known;
        }
        Class<?> nearest = null;
        for (Class<?> candidate : byType.keySet()) {
            if (candidate.isAssignableFrom(type)
                    && (nearest == null || nearest.isAssignableFrom(candidate))) {
                nearest = candidate;
            }
        }
        Invocation found = nearest == null ? null : byType.get(nearest);
        if (found == null) {
            throw new UnsupportedOperationException(
                    "the handler of %s has no @OnCommand method for %s"
                            .formatted(session.name(), type.getName()));
        }
        byClass.put(type, found);
        return found;
    }
}
