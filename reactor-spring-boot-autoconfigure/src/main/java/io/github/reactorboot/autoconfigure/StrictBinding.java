package io.github.reactorboot.autoconfigure;

import io.github.reactorboot.handler.Nearest;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Binds what is configured and refuses keys that mean nothing. The root is left open, for it is
 * Project Reactor's too; so are environment variables, whose names cannot be told apart for
 * certain.
 */
final class StrictBinding {

    private static final int ENTRY_DEPTH = 3;

    private StrictBinding() {}

    static ReactorRuntimeProperties bind(Environment environment) {
        Binder binder = Binder.get(environment);
        return new ReactorRuntimeProperties(
                binder.bind("reactor.enabled", Boolean.class).orElse(true),
                bindStrictly(binder, "reactor.runtimes", RuntimeProperties.class),
                bindStrictly(binder, "reactor.listeners", ListenerProperties.class),
                bindStrictly(binder, "reactor.connections", ConnectionProperties.class));
    }

    private static <T> Map<String, T> bindStrictly(Binder binder, String prefix, Class<T> type) {
        try {
            return binder.bind(
                            prefix,
                            Bindable.mapOf(String.class, type),
                            new NoUnboundElementsBindHandler(
                                    BindHandler.DEFAULT, StrictBinding::isExact))
                    .orElseGet(Map::of);
        } catch (BindException e) {
            if (e.getCause() instanceof UnboundConfigurationPropertiesException unbound) {
                throw unknownKeys(unbound, type);
            }
            throw e;
        }
    }

    private static boolean isExact(ConfigurationPropertySource source) {
        return !(source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource);
    }

    private static FailureAnalyzedException unknownKeys(
            UnboundConfigurationPropertiesException unbound, Class<?> type) {
        List<ConfigurationProperty> keys = List.copyOf(unbound.getUnboundProperties());
        String description =
                keys.stream()
                        .map(key ->
                                "%s%s is no known property".formatted(key.getName(), origin(key)))
                        .collect(Collectors.joining(",\n", "", "."));
        String action =
                keys.stream()
                        .map(key -> action(key.getName(), type))
                        .collect(Collectors.joining("\n"));
        return new FailureAnalyzedException(description, action, unbound);
    }

    private static String origin(ConfigurationProperty key) {
        return key.getOrigin() == null ? "" : " (set in " + key.getOrigin() + ")";
    }

    private static String action(ConfigurationPropertyName key, Class<?> type) {
        int depth = ENTRY_DEPTH;
        Class<?> holder = type;
        while (depth < key.getNumberOfElements()) {
            Map<String, Class<?>> known = components(holder);
            String element = key.getElement(depth, Form.DASHED);
            Class<?> next = known.get(element);
            if (next == null || !next.isRecord()) {
                break;
            }
            holder = next;
            depth++;
        }
        String parent = key.chop(depth).toString();
        String wrong = depth < key.getNumberOfElements() ? key.getElement(depth, Form.DASHED) : "";
        List<String> known = components(holder).keySet().stream().sorted().toList();
        Optional<String> nearest = Nearest.to(wrong, known);
        return nearest.map(name -> "Did you mean %s.%s? ".formatted(parent, name)).orElse("")
                + "Known below %s: %s.".formatted(parent, String.join(", ", known));
    }

    private static Map<String, Class<?>> components(Class<?> holder) {
        return Arrays.stream(holder.getRecordComponents())
                .collect(
                        Collectors.toMap(
                                part -> DataObjectPropertyName.toDashedForm(part.getName()),
                                RecordComponent::getType));
    }
}
