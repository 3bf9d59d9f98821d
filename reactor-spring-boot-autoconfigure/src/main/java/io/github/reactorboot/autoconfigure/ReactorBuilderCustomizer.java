package io.github.reactorboot.autoconfigure;

import io.github.reactorboot.runtime.ReactorBuilder;

/** Changes how runtimes are built; beans of this type are called in order, after the properties. */
@FunctionalInterface
public interface ReactorBuilderCustomizer {

    /** Called before the runtime is built. */
    void customize(String runtimeName, ReactorBuilder builder);
}
