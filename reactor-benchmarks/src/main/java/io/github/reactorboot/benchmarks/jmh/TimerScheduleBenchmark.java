package io.github.reactorboot.benchmarks.jmh;

import io.github.reactorboot.benchmarks.timers.PeerWheels;
import io.github.reactorboot.runtime.EventLoop;
import io.github.reactorboot.runtime.Reactor;
import io.github.reactorboot.runtime.timer.Timer;
import io.github.reactorboot.runtime.timer.TimerTask;
import io.github.reactorboot.runtime.timer.TimerWheel;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.HashedWheelTimer;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.agrona.DeadlineTimerWheel;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Schedule a timer and cancel it, while so many others are armed. {@code reactor} is the wheel with
 * a new timer each time, {@code reactorLoop} the same through the event loop, which reads the
 * clock. {@code nettyWheel} may be called by any thread; half of its work is done later by its own
 * thread, on another processor, which is not in the figure. {@code nettyLoop} is the scheduler of
 * Netty's event loops.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 2,
        jvmArgsAppend = {
            ForkFlags.NATIVE,
            ForkFlags.UNSAFE,
            ForkFlags.HEAP_LEAST,
            ForkFlags.HEAP_MOST
        })
public class TimerScheduleBenchmark {

    @Benchmark
    public boolean reactor(Wheel wheel, Delays delays) {
        Timer timer = new Timer(Wheel.TASK);
        wheel.wheel.arm(timer, delays.nextNanos());
        return wheel.wheel.cancel(timer);
    }

    @Benchmark
    public void reactorLoop(Loop loop, Delays delays) {
        loop.loop.schedule(delays.nextDuration(), loop).cancel();
    }

    @Benchmark
    public boolean nettyWheel(NettyWheel wheel, Delays delays) {
        return wheel.wheel
                .newTimeout(timeout -> {}, delays.nextNanos(), TimeUnit.NANOSECONDS)
                .cancel();
    }

    @Benchmark
    public boolean nettyLoop(NettyTimers timers, Delays delays) {
        return timers.schedule(delays.nextNanos()).cancel(false);
    }

    @Benchmark
    public boolean agrona(AgronaWheel wheel, Delays delays) {
        return wheel.wheel.cancelTimer(wheel.wheel.scheduleTimer(delays.nextNanos()));
    }

    /** The runtime's wheel, its clock at 0. */
    @State(Scope.Thread)
    public static class Wheel {

        static final TimerTask TASK = nowNanos -> {};

        @Param({"1000", "100000", "1000000"})
        public int armed;

        private final TimerWheel wheel = new TimerWheel(0);

        @Setup
        public void arm(Delays delays) {
            for (int i = 0; i < armed; i++) {
                wheel.arm(new Timer(TASK), delays.nextNanos());
            }
        }
    }

    /** An event loop that the thread of the benchmark steps, and so may arm timers on. */
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init") // JMH calls the setup before anything else
    public static class Loop implements Runnable {

        @Param({"1000", "100000", "1000000"})
        public int armed;

        private Reactor reactor;
        private EventLoop loop;

        @Setup
        public void arm(Delays delays) {
            reactor = Reactor.builder("jmh").loops(1).engine("nio").build();
            reactor.startEmbedded();
            loop = reactor.loops().get(0);
            loop.runOnce(0);
            for (int i = 0; i < armed; i++) {
                loop.schedule(delays.nextDuration(), this);
            }
        }

        @Override
        public void run() {}

        @TearDown
        public void close() {
            reactor.close();
        }
    }

    /** Netty's wheel, with its thread running. */
    @State(Scope.Thread)
    public static class NettyWheel {

        @Param({"1000", "100000", "1000000"})
        public int armed;

        private final HashedWheelTimer wheel = PeerWheels.netty();

        @Setup
        public void arm(Delays delays) {
            for (int i = 0; i < armed; i++) {
                wheel.newTimeout(timeout -> {}, delays.nextNanos(), TimeUnit.NANOSECONDS);
            }
        }

        @TearDown
        public void stop() {
            wheel.stop();
        }
    }

    /** The scheduler of an event loop of Netty. */
    @State(Scope.Thread)
    public static class NettyTimers implements Runnable {

        @Param({"1000", "100000", "1000000"})
        public int armed;

        private final EmbeddedChannel channel = new EmbeddedChannel();

        @Setup
        public void arm(Delays delays) {
            for (int i = 0; i < armed; i++) {
                Future<?> _ = schedule(delays.nextNanos());
            }
        }

        Future<?> schedule(long delayNanos) {
            return channel.eventLoop().schedule(this, delayNanos, TimeUnit.NANOSECONDS);
        }

        @Override
        public void run() {}
    }

    /** Agrona's wheel, its clock at 0. */
    @State(Scope.Thread)
    public static class AgronaWheel {

        @Param({"1000", "100000", "1000000"})
        public int armed;

        private final DeadlineTimerWheel wheel = PeerWheels.agrona();

        @Setup
        public void arm(Delays delays) {
            for (int i = 0; i < armed; i++) {
                wheel.scheduleTimer(delays.nextNanos());
            }
        }
    }
}
