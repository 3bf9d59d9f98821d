package io.github.reactorboot.runtime;

/**
 * Names a value that an application keeps with a session. Keys are compared by identity: keep them
 * in constants.
 *
 * @param <T> type of the value
 */
@SuppressWarnings("UnusedTypeParameter") // it ties the key to the values of Session.attribute
public final class AttributeKey<T> {

    private final String name;

    private AttributeKey(String name) {
        this.name = name;
    }

    /** Makes a key; the name is for display. */
    public static <T> AttributeKey<T> named(String name) {
        return new AttributeKey<>(name);
    }

    @Override
    public String toString() {
        return name;
    }
}
