package io.github.reactorboot.autoconfigure;

import io.github.reactorboot.runtime.ListenerConfig;

/**
 * Changes how listeners are built; beans of this type are called in order, after the properties.
 */
@FunctionalInterface
public interface ListenerConfigCustomizer {

    /** Called before the configuration of the listener is built. */
    void customize(String listenerName, ListenerConfig.Builder builder);
}
