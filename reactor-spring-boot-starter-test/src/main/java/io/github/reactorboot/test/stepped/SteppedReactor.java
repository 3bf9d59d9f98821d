package io.github.reactorboot.test.stepped;

import io.github.reactorboot.runtime.EventLoop;
import io.github.reactorboot.runtime.IdleStrategy;
import io.github.reactorboot.runtime.Listener;
import io.github.reactorboot.runtime.ListenerConfig;
import io.github.reactorboot.runtime.LoopState;
import io.github.reactorboot.runtime.Reactor;
import io.github.reactorboot.runtime.ReactorBuilder;
import io.github.reactorboot.runtime.engine.PollEngineProvider;
import io.github.reactorboot.test.clock.VirtualClock;
import io.github.reactorboot.test.memory.ConnectionScript;
import io.github.reactorboot.test.memory.MemoryNetwork;
import io.github.reactorboot.test.memory.TestPeer;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/**
 * A reactor without threads: its loops turn when the test says so, under a virtual clock and over a
 * network of its own. What happens in which order is up to the test, so it happens in the same
 * order each time.
 *
 * <pre>{@code
 * try (SteppedReactor stepped = SteppedReactor.create()) {
 *     Listener quotes = stepped.listen(
 *             ListenerConfig.builder("quotes").address("127.0.0.1", 0)
 *                     .framer(Framers.line()).handler(handler).build());
 *     TestPeer peer = stepped.connect(quotes);
 *     peer.send("ACME\n");
 *     assertThat(peer.receiveLine()).isEqualTo("42.17");
 *     stepped.advance(Duration.ofMinutes(5));
 *     assertThat(peer.awaitEnd()).isEqualTo(TestPeer.End.FIN);
 * }
 * }</pre>
 *
 * <p>A peer that waits makes the loops turn. The loops belong to the thread that turns them first,
 * and so does this object; {@link Reactor} and sessions may be used from others, whose work is seen
 * by {@link #runUntil}.
 */
public final class SteppedReactor implements AutoCloseable {

    private static final int TURNS_MAX = 10_000_000;

    private final VirtualClock clock = new VirtualClock();
    private final MemoryNetwork network = MemoryNetwork.create().steppedBy(this::runOnce);
    private final SteppedEngineProvider engine;
    private final Reactor reactor;

    private final VirtualClock.Follower follower =
            new VirtualClock.Follower() {
                @Override
                public long restNanos() {
                    runUntilIdle();
                    return nextTimerNanos();
                }

                @Override
                public void moved() {
                    // Nobody waits: the loops turn when they are told to.
                }
            };

    private SteppedReactor(PollEngineProvider provider, UnaryOperator<ReactorBuilder> options) {
        engine = new SteppedEngineProvider(provider);
        reactor = build(options);
        reactor.startEmbedded();
        clock.follow(follower);
    }

    private SteppedReactor(UnaryOperator<ReactorBuilder> options) {
        engine = new SteppedEngineProvider(network.engine());
        reactor = build(options);
        reactor.startEmbedded();
        clock.follow(follower);
    }

    /** Only a loop that blocks says for how long. */
    private Reactor build(UnaryOperator<ReactorBuilder> options) {
        return options.apply(Reactor.builder("stepped").loops(1).resolver(network.resolver()))
                .engineProvider(engine)
                .clock(clock)
                .idleStrategy(IdleStrategy.BLOCK)
                .build();
    }

    /** One loop over {@link #network()}. */
    public static SteppedReactor create() {
        return create(builder -> builder);
    }

    /** With options, of which engine, clock and idle strategy are set by this class. */
    public static SteppedReactor create(UnaryOperator<ReactorBuilder> options) {
        return new SteppedReactor(options);
    }

    /**
     * With an engine other than that of {@link #network()}, to which nobody can be connected then.
     */
    public static SteppedReactor create(
            PollEngineProvider engine, UnaryOperator<ReactorBuilder> options) {
        return new SteppedReactor(engine, options);
    }

    /** The reactor, started; closed with this. */
    public Reactor reactor() {
        return reactor;
    }

    /** The clock of its loops. */
    public VirtualClock clock() {
        return clock;
    }

    /** The network of its listeners. */
    public MemoryNetwork network() {
        return network;
    }

    // ---- turns

    /**
     * One turn of each loop that runs, without waiting.
     *
     * @return how much was done: events, timers and commands
     */
    public int runOnce() {
        int work = 0;
        for (EventLoop loop : reactor.loops()) {
            work += loop.state() == LoopState.RUNNING ? loop.runOnce(0) : 0;
        }
        return work;
    }

    /**
     * Turns until there is nothing to do. What other threads do meanwhile may be missed.
     *
     * @return how much was done
     * @throws AssertionError when there is no end to it
     */
    public int runUntilIdle() {
        int done = 0;
        int idle = 0;
        for (int turns = 0; idle < 2; turns++) {
            if (turns == TURNS_MAX) {
                throw new AssertionError(
                        "after %,d turns there is still something to do: does a handler send to"
                                        .formatted(TURNS_MAX)
                                + " itself, or does a timer without delay arm itself?");
            }
            int work = runOnce();
            done += work;
            idle = work == 0 ? idle + 1 : 0;
        }
        return done;
    }

    /**
     * Turns until something is so, and waits for what other threads do.
     *
     * @param patience how long, in real time
     * @throws AssertionError when it is not so in time
     */
    public void runUntil(BooleanSupplier condition, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        engine.waits(true);
        try {
            while (!condition.getAsBoolean()) {
                if (System.nanoTime() - deadline >= 0) {
                    throw new AssertionError("not so after " + patience);
                }
                for (EventLoop loop : reactor.loops()) {
                    loop.runOnce(Long.MAX_VALUE);
                }
            }
        } finally {
            engine.waits(false);
        }
    }

    /**
     * Turns until a stage is complete.
     *
     * @return its result
     * @throws CompletionException with what it failed with
     * @throws AssertionError when it is not complete and nothing is left to do
     */
    public <T> T await(CompletionStage<T> stage) {
        runUntilIdle();
        if (!stage.toCompletableFuture().isDone()) {
            throw new AssertionError(
                    "not complete, and the loops have nothing to do: it waits for time to pass, for a"
                            + " peer or for another thread");
        }
        return stage.toCompletableFuture().join();
    }

    /** Lets time pass, as {@link VirtualClock#advance}. */
    public void advance(Duration by) {
        clock.advance(by);
    }

    /** What the loops would wait for, as they tell their engines. */
    private long nextTimerNanos() {
        long next = VirtualClock.NOTHING_TO_COME;
        for (EventLoop loop : reactor.loops()) {
            if (loop.state() == LoopState.RUNNING) {
                loop.runOnce(Long.MAX_VALUE);
                next = Math.min(next, engine.askedNanos());
            }
        }
        return next;
    }

    // ---- listeners

    /**
     * Binds a listener.
     *
     * @throws CompletionException with the cause when it cannot be bound
     */
    public Listener listen(ListenerConfig config) {
        return await(reactor.listen(config));
    }

    /** Connects to a listener; its session is open when this returns, unless it was refused. */
    public TestPeer connect(Listener listener) {
        return connect(listener, ConnectionScript.create());
    }

    /** As {@link #connect(Listener)}, with a script for the connection. */
    public TestPeer connect(Listener listener, ConnectionScript script) {
        TestPeer peer = network.connect(listener.port(), script);
        runUntilIdle();
        return peer;
    }

    /** Ends the reactor, with its sessions. */
    @Override
    public void close() {
        clock.unfollow(follower);
        reactor.close();
    }
}
