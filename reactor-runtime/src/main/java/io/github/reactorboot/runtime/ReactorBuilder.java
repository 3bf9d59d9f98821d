package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.engine.PollEngineProvider;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects what a {@link Reactor} is made of; every setting has a default. */
public final class ReactorBuilder {

    final String name;
    int loops;
    IdleStrategy idleStrategy = IdleStrategy.BLOCK;
    Spread spread = Spread.LEAST_SESSIONS;
    int commandQueueCapacity = 16 << 10;
    int readBufferBytes = 64 << 10;
    long outboundMemoryBytes;
    Duration stallThreshold = Duration.ofMillis(100);
    boolean daemon;
    ReactorObserver observer = ReactorObserver.NONE;
    NanoClock clock = NanoClock.SYSTEM;
    NameResolver resolver = NameResolver.SYSTEM;
    private String engine = EngineDiscovery.AUTO;
    private @Nullable PollEngineProvider provider;

    ReactorBuilder(String name) {
        this.name = name;
    }

    /** Number of event loops; 0, the default, for one per processor. */
    public ReactorBuilder loops(int value) {
        this.loops = requireAtLeast("loops", value, 0);
        return this;
    }

    /** {@code auto}, the default, or the name of an engine. */
    public ReactorBuilder engine(String value) {
        this.engine = value;
        return this;
    }

    /** A given engine, without discovery. */
    public ReactorBuilder engineProvider(PollEngineProvider value) {
        this.provider = value;
        return this;
    }

    /** What loops do when there is nothing to do; they block by default. */
    public ReactorBuilder idleStrategy(IdleStrategy value) {
        this.idleStrategy = value;
        return this;
    }

    /** How sessions are spread over the loops; to the one with the fewest by default. */
    public ReactorBuilder spread(Spread value) {
        this.spread = value;
        return this;
    }

    /** Commands that may wait for one loop; 16,384 by default, rounded up to a power of two. */
    public ReactorBuilder commandQueueCapacity(int value) {
        this.commandQueueCapacity = requireAtLeast("commandQueueCapacity", value, 2);
        return this;
    }

    /** Size of the one buffer into which a loop reads; 64 KiB by default. */
    public ReactorBuilder readBufferBytes(int value) {
        this.readBufferBytes = requireAtLeast("readBufferBytes", value, 1024);
        return this;
    }

    /**
     * Bound for the direct memory that queues of all sessions hold together, outbound bytes and
     * unfinished frames; shared out evenly to the loops. 0, the default, for 256 MiB or 32 MiB a
     * loop, whichever is more, but at the most half of the maximum heap, which is the JVM's own
     * bound for direct memory unless MaxDirectMemorySize says otherwise.
     */
    public ReactorBuilder outboundMemoryBytes(long value) {
        if (value < 0) {
            throw new IllegalArgumentException(
                    "outboundMemoryBytes must not be negative, was " + value);
        }
        this.outboundMemoryBytes = value;
        return this;
    }

    /**
     * A turn that takes longer is reported with the stack of what holds it up; 100 ms by default.
     */
    public ReactorBuilder stallThreshold(Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException("stallThreshold must be positive, was " + value);
        }
        this.stallThreshold = value;
        return this;
    }

    /** Whether the JVM may exit although loops run; false by default. */
    public ReactorBuilder daemon(boolean value) {
        this.daemon = value;
        return this;
    }

    /** Who learns what happens. */
    public ReactorBuilder observer(ReactorObserver value) {
        this.observer = value;
        return this;
    }

    /** Who looks up the names that connections lead to; the system by default. */
    public ReactorBuilder resolver(NameResolver value) {
        this.resolver = value;
        return this;
    }

    /** The clock of the loops; for tests. */
    public ReactorBuilder clock(NanoClock value) {
        this.clock = value;
        return this;
    }

    /**
     * Makes the reactor, not yet running.
     *
     * @throws EngineUnavailableException when the engine is unknown or cannot be had here
     */
    public Reactor build() {
        PollEngineProvider given = provider;
        if (given != null) {
            EngineChoice choice =
                    new EngineChoice(given.name(), "given by the application", Map.of());
            return new Reactor(this, new EngineDiscovery.Chosen(given, choice));
        }
        return new Reactor(this, EngineDiscovery.choose(engine));
    }

    private static int requireAtLeast(String setting, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(
                    "%s must be at least %d, was %d".formatted(setting, least, value));
        }
        return value;
    }
}
