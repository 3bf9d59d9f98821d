package io.github.reactorboot.benchmarks.jmh;

import io.github.reactorboot.runtime.EventLoop;
import io.github.reactorboot.runtime.Reactor;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** An event loop of the runtime on a thread of its own, with nothing else to do. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH calls the setup before anything else
public class ReactorLoop {

    @Param("nio")
    public String engine;

    private Reactor reactor;
    private EventLoop loop;

    @Setup
    public void start() {
        reactor = Reactor.builder("jmh").loops(1).engine(engine).build();
        reactor.start();
        loop = reactor.loops().get(0);
    }

    @TearDown
    public void stop() {
        reactor.close();
    }

    Reactor reactor() {
        return reactor;
    }

    /** A refusal would make the figures worthless. */
    void execute(Runnable task) {
        if (!loop.execute(task)) {
            throw new IllegalStateException("the command queue is full");
        }
    }
}
