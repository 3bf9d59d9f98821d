package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.runtime.engine.EngineSettings;
import io.github.reactorboot.runtime.engine.PollEngine;
import io.github.reactorboot.runtime.engine.PollEngineProvider;
import io.github.reactorboot.runtime.framing.Framers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/**
 * A reactor with a scripted engine for each loop, stepped by the test's thread under a manual
 * clock. A loop belongs to this thread from its first turn on; until then it takes orders only
 * through its inbox, as one of another thread does.
 */
final class EmbeddedLoops implements AutoCloseable {

    final ManualClock clock = new ManualClock();
    final RecordingObserver observer = new RecordingObserver();
    final List<ScriptedEngine> engines = new ArrayList<>();
    final Reactor reactor;
    private final RecordingHandler handler;

    EmbeddedLoops(int loops, boolean sharing, RecordingHandler handler) {
        this(loops, sharing, handler, builder -> builder);
    }

    EmbeddedLoops(
            int loops,
            boolean sharing,
            RecordingHandler handler,
            UnaryOperator<ReactorBuilder> options) {
        this.handler = handler;
        ReactorBuilder builder =
                Reactor.builder("scripted")
                        .loops(loops)
                        .engineProvider(new OneForEachLoop(engines, sharing))
                        .clock(clock)
                        .observer(observer);
        reactor = options.apply(builder).build();
        reactor.startEmbedded();
    }

    private record OneForEachLoop(List<ScriptedEngine> engines, boolean sharing)
            implements PollEngineProvider {

        @Override
        public String name() {
            return "scripted";
        }

        @Override
        public int priority() {
            return -1;
        }

        @Override
        public String unavailableReason() {
            return null;
        }

        @Override
        public PollEngine open(EngineSettings settings) {
            ScriptedEngine engine = new ScriptedEngine();
            engine.sharing = sharing;
            engines.add(engine);
            return engine.open(settings);
        }
    }

    ListenerConfig.Builder lines() {
        return ListenerConfig.builder("main")
                .address("127.0.0.1", 0)
                .framer(Framers.line())
                .handler(handler);
    }

    /** Not complete before the loops have made their turns. */
    CompletableFuture<Listener> listenLater(ListenerConfig.Builder config) {
        return reactor.listen(config.build()).toCompletableFuture();
    }

    Listener listen(ListenerConfig.Builder config) {
        CompletableFuture<Listener> listening = listenLater(config);
        settle();
        assertThat(listening).isCompleted();
        return listening.join();
    }

    EventLoop loop(int index) {
        return reactor.loops().get(index);
    }

    /** The listening socket of a loop. */
    ScriptedListening socket(int loop) {
        assertThat(engines.get(loop).listening).hasSize(1);
        return engines.get(loop).listening.get(0);
    }

    boolean hasSocket(int loop) {
        return !engines.get(loop).listening.isEmpty();
    }

    /** A connection that the system gives to a loop, accepted. */
    ScriptedPeer connect(int loop) {
        ScriptedPeer peer = socket(loop).connect();
        settle();
        return peer;
    }

    int turn(int loop) {
        return loop(loop).runOnce(0);
    }

    /** Turns of one loop alone, until it has nothing to do. */
    void settle(int loop) {
        int idle = 0;
        for (int turns = 0; idle < 2; turns++) {
            assertThat(turns).as("the loop finds no end").isLessThan(100_000);
            idle = turn(loop) == 0 ? idle + 1 : 0;
        }
    }

    /** Turns of all loops that run, until none has anything to do. */
    void settle() {
        int idle = 0;
        for (int turns = 0; idle < 2; turns++) {
            assertThat(turns).as("the loops find no end").isLessThan(100_000);
            int work = 0;
            for (EventLoop each : reactor.loops()) {
                work += each.state() == LoopState.RUNNING ? each.runOnce(0) : 0;
            }
            idle = work == 0 ? idle + 1 : 0;
        }
    }

    void advance(Duration by) {
        clock.advance(by);
        settle();
    }

    int sessions(int loop) {
        return loop(loop).stats().sessions();
    }

    /** The loop is gone; those that serve it see the same when it dies of an error. */
    void end(int loop) {
        loop(loop).life().endEmbedded();
    }

    @Override
    public void close() {
        reactor.close();
        assertThat(reactor.sessions()).isEmpty();
        for (EventLoop loop : reactor.loops()) {
            assertThat(loop.stats().sessions()).as("sessions of %s", loop).isZero();
        }
        assertThat(handler.closed).as("onClose for each onOpen").hasSameSizeAs(handler.opened);
    }
}
