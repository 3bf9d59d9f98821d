package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.engine.EngineSettings;
import io.github.reactorboot.runtime.engine.PollEngineProvider;
import java.time.Duration;

/** What the event loops of one reactor have in common. */
record LoopSettings(
        PollEngineProvider engineProvider,
        EngineSettings engine,
        NanoClock clock,
        IdleStrategy idleStrategy,
        int commandQueueCapacity,
        long bufferMemoryBytes,
        Duration stallThreshold,
        ReactorObserver observer) {}
