package io.github.reactorboot.test.memory;

import io.github.reactorboot.runtime.engine.EngineSettings;
import io.github.reactorboot.runtime.engine.PollEngine;
import io.github.reactorboot.runtime.engine.PollEngineProvider;
import org.jspecify.annotations.Nullable;

/**
 * The engine {@code memory}, which serves a {@link MemoryNetwork}. Found by its name it is that of
 * {@link MemoryNetwork#ofProcess()}; {@link MemoryNetwork#engine()} gives that of another. Never
 * taken by {@code auto}.
 */
public final class MemoryPollEngineProvider implements PollEngineProvider {

    private final MemoryNetwork network;

    /** For {@link java.util.ServiceLoader}. */
    public MemoryPollEngineProvider() {
        this(MemoryNetwork.ofProcess());
    }

    MemoryPollEngineProvider(MemoryNetwork network) {
        this.network = network;
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public int priority() {
        return -100;
    }

    @Override
    public boolean eligibleForAuto() {
        return false;
    }

    @Override
    public @Nullable String unavailableReason() {
        return null;
    }

    @Override
    public PollEngine open(EngineSettings settings) {
        return new MemoryPollEngine(network, settings);
    }
}
