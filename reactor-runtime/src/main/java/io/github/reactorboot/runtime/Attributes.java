package io.github.reactorboot.runtime;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The attributes of one session. Owned by its event loop. */
final class Attributes {

    private @Nullable Map<AttributeKey<?>, Object> values;

    /** Sets one, or removes it with null; returns the former value. */
    @SuppressWarnings("unchecked") // a key is only ever used with values of its type
    <T> @Nullable T put(AttributeKey<T> key, @Nullable T value) {
        if (values == null) {
            if (value == null) {
                return null;
            }
            values = new HashMap<>(4);
        }
        return (T) (value == null ? values.remove(key) : values.put(key, value));
    }

    @SuppressWarnings("unchecked") // as above
    <T> @Nullable T get(AttributeKey<T> key) {
        return values == null ? null : (T) values.get(key);
    }
}
