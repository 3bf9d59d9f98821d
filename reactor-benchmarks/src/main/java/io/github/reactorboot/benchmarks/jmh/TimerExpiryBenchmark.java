package io.github.reactorboot.benchmarks.jmh;

import io.github.reactorboot.benchmarks.timers.PeerWheels;
import io.github.reactorboot.runtime.timer.Timer;
import io.github.reactorboot.runtime.timer.TimerTask;
import io.github.reactorboot.runtime.timer.TimerWheel;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.agrona.DeadlineTimerWheel;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Timers that fire and are armed again: so many, one due in each microsecond, and a clock that goes
 * on by a millisecond a time. Netty's wheel is not there, as it goes by the real clock.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(TimerExpiryBenchmark.DUE)
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
public class TimerExpiryBenchmark {

    /** Timers that are due in one step of the clock. */
    static final int DUE = 1000;

    private static final long APART_NANOS = 1000;
    private static final long STEP_NANOS = DUE * APART_NANOS;

    @Benchmark
    public int reactor(Wheel state) {
        state.nowNanos += STEP_NANOS;
        return allFired(state.wheel.expire(state.nowNanos, Integer.MAX_VALUE));
    }

    @Benchmark
    public int nettyLoop(NettyTimers state) {
        state.nowNanos += STEP_NANOS;
        state.fired = 0;
        state.channel.advanceTimeBy(STEP_NANOS, TimeUnit.NANOSECONDS);
        state.channel.runScheduledPendingTasks();
        return allFired(state.fired);
    }

    @Benchmark
    public int agrona(AgronaWheel state) {
        state.nowNanos += STEP_NANOS;
        int fired = PeerWheels.expire(state.wheel, state.nowNanos);
        for (int i = 0; i < fired; i++) {
            state.armNext();
        }
        return allFired(fired);
    }

    private static int allFired(int fired) {
        if (fired != DUE) {
            throw new IllegalStateException(fired + " timers fired, not " + DUE);
        }
        return fired;
    }

    /** The runtime's wheel. */
    @State(Scope.Thread)
    public static class Wheel {

        @Param({"1000", "100000", "1000000"})
        public int armed;

        private final TimerWheel wheel = new TimerWheel(0);
        private long nowNanos;

        @Setup
        public void arm() {
            for (int i = 1; i <= armed; i++) {
                wheel.arm(new Again().timer, i * APART_NANOS);
            }
        }

        private final class Again implements TimerTask {

            private final Timer timer = new Timer(this);

            @Override
            public void onTimer(long now) {
                wheel.arm(timer, timer.deadlineNanos() + armed * APART_NANOS);
            }
        }
    }

    /** The scheduler of an event loop of Netty; its clock goes on by steps. */
    @State(Scope.Thread)
    public static class NettyTimers {

        @Param({"1000", "100000", "1000000"})
        public int armed;

        private final EmbeddedChannel channel = new EmbeddedChannel();
        private long nowNanos;
        private int fired;

        @Setup
        public void arm() {
            channel.freezeTime();
            for (int i = 1; i <= armed; i++) {
                new Rescheduled(i * APART_NANOS).schedule();
            }
        }

        private final class Rescheduled implements Runnable {

            private long deadlineNanos;

            Rescheduled(long deadlineNanos) {
                this.deadlineNanos = deadlineNanos;
            }

            void schedule() {
                Future<?> _ =
                        channel.eventLoop()
                                .schedule(this, deadlineNanos - nowNanos, TimeUnit.NANOSECONDS);
            }

            @Override
            public void run() {
                fired++;
                deadlineNanos += armed * APART_NANOS;
                schedule();
            }
        }
    }

    /** Agrona's wheel; timers are armed again when all have fired, as they are mere numbers. */
    @State(Scope.Thread)
    public static class AgronaWheel {

        @Param({"1000", "100000", "1000000"})
        public int armed;

        private final DeadlineTimerWheel wheel = PeerWheels.agrona();
        private long nowNanos;
        private long deadlineNanos;

        @Setup
        public void arm() {
            for (int i = 1; i <= armed; i++) {
                armNext();
            }
        }

        void armNext() {
            deadlineNanos += APART_NANOS;
            wheel.scheduleTimer(deadlineNanos);
        }
    }
}
