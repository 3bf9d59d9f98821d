package io.github.reactorboot.autoconfigure;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.core.env.Environment;
import org.springframework.util.unit.DataSize;

/**
 * Refuses bad values below one prefix, with messages that name property, rule, value and where it
 * was set. Boot's own analysis of invalid values knows only properties that are set, and not by a
 * relaxed name.
 */
record PropertyCheck(Environment environment, String prefix) {

    /** The whole name of a property. */
    String key(String name) {
        return prefix + "." + name;
    }

    /** Whether the property is set, to whatever value. */
    boolean isSet(String name) {
        return find(key(name)) != null;
    }

    void atLeast(String name, long value, long least) {
        require(value >= least, name, value, "must be at least " + least);
    }

    /** A size as an int, from a least number of bytes to 1 GiB. */
    int bytes(String name, DataSize value, long least) {
        long bytes = value.toBytes();
        require(
                bytes >= least && bytes <= 1 << 30,
                name,
                value,
                "must be from %d bytes to 1GB".formatted(least));
        return (int) bytes;
    }

    void require(boolean fulfilled, String name, @Nullable Object value, String rule) {
        if (!fulfilled) {
            throw refuse(name, value, rule);
        }
    }

    /** The failure, such as {@code reactor.listeners.quotes.port must be ..., was 70000}. */
    FailureAnalyzedException refuse(String name, @Nullable Object value, String rule) {
        String action = value == null && find(key(name)) == null ? "Set " : "Correct the value of ";
        return refuse(name, value, rule, action + key(name) + ".");
    }

    FailureAnalyzedException refuse(
            String name, @Nullable Object value, String rule, String action) {
        ConfigurationProperty set = find(key(name));
        Object shown = set != null ? set.getValue() : Objects.requireNonNullElse(value, "not set");
        if (shown.toString().isBlank()) {
            shown = "empty";
        }
        String origin =
                set != null && set.getOrigin() != null ? " (set in " + set.getOrigin() + ")" : "";
        return new FailureAnalyzedException(
                "%s %s, was %s%s".formatted(key(name), rule, shown, origin), action);
    }

    private @Nullable ConfigurationProperty find(String key) {
        ConfigurationPropertyName name = ConfigurationPropertyName.adapt(key, '.');
        for (var source : ConfigurationPropertySources.get(environment)) {
            ConfigurationProperty property = source.getConfigurationProperty(name);
            if (property != null) {
                return property;
            }
        }
        return null;
    }
}
