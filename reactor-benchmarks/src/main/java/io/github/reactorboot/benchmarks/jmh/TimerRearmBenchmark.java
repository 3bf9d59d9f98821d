package io.github.reactorboot.benchmarks.jmh;

import io.github.reactorboot.benchmarks.timers.PeerWheels;
import io.github.reactorboot.runtime.timer.Timer;
import io.github.reactorboot.runtime.timer.TimerWheel;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.HashedWheelTimer;
import io.netty.util.Timeout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
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
 * Idle timeouts: each operation puts off one of so many timers to five minutes from now, and is a
 * microsecond after the last one; the wheel is turned after 256 of them, as by a turn of an event
 * loop. No timer ever fires. The peers cannot move a timer: they cancel it and schedule it anew.
 * {@code nettyWheel} turns by the real clock, on a thread of its own.
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
public class TimerRearmBenchmark {

    private static final long TIMEOUT_NANOS = 300_000_000_000L;
    private static final long STEP_NANOS = 1000;
    private static final int STEPS_PER_TURN = 256;
    private static final long TURN_NANOS = STEPS_PER_TURN * STEP_NANOS;

    @Benchmark
    public void reactor(Wheel state) {
        state.wheel.arm(state.timers.get(state.turns.next()), state.turns.nowNanos + TIMEOUT_NANOS);
    }

    @Benchmark
    public void nettyWheel(NettyWheel state) {
        int index = state.turns.next();
        state.timeouts.get(index).cancel();
        state.timeouts.set(index, state.schedule());
    }

    @Benchmark
    public void nettyLoop(NettyTimers state) {
        int index = state.turns.next();
        state.futures.get(index).cancel(false);
        state.futures.set(index, state.schedule());
    }

    @Benchmark
    public void agrona(AgronaWheel state) {
        int index = state.turns.next();
        state.wheel.cancelTimer(state.ids[index]);
        state.ids[index] = state.wheel.scheduleTimer(state.turns.nowNanos + TIMEOUT_NANOS);
    }

    private static <T> List<T> shuffled(int count, Supplier<T> timers) {
        List<T> all = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            all.add(timers.get());
        }
        // As sessions are: in an order that is neither that of memory nor that of arming.
        Collections.shuffle(all, new Random(42));
        return all;
    }

    private static void mustNotFire(int fired) {
        if (fired != 0) {
            throw new IllegalStateException(fired + " timers fired");
        }
    }

    /** Which timer is next, and when. */
    private static final class Turns {

        private final int armed;
        private final Runnable turn;
        private long nowNanos;
        private int at;
        private int steps;

        Turns(int armed, Runnable turn) {
            this.armed = armed;
            this.turn = turn;
        }

        int next() {
            nowNanos += STEP_NANOS;
            if (++steps == STEPS_PER_TURN) {
                steps = 0;
                turn.run();
            }
            if (++at == armed) {
                at = 0;
            }
            return at;
        }
    }

    /** The runtime's wheel. */
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init") // JMH calls the setup before anything else
    public static class Wheel {

        @Param({"1000", "100000", "1000000"})
        public int armed;

        private final TimerWheel wheel = new TimerWheel(0);
        private List<Timer> timers;
        private Turns turns;

        @Setup
        public void arm(Delays delays) {
            turns = new Turns(armed, this::turn);
            timers = shuffled(armed, () -> new Timer(now -> {}));
            timers.forEach(timer -> wheel.arm(timer, delays.nextNanos()));
        }

        private void turn() {
            mustNotFire(wheel.expire(turns.nowNanos, Integer.MAX_VALUE));
        }
    }

    /** Netty's wheel. */
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init") // JMH calls the setup before anything else
    public static class NettyWheel {

        @Param({"1000", "100000", "1000000"})
        public int armed;

        private final HashedWheelTimer wheel = PeerWheels.netty();
        private List<Timeout> timeouts;
        private Turns turns;

        @Setup
        public void arm() {
            turns = new Turns(armed, () -> {});
            timeouts = shuffled(armed, this::schedule);
        }

        Timeout schedule() {
            return wheel.newTimeout(timeout -> {}, TIMEOUT_NANOS, TimeUnit.NANOSECONDS);
        }

        @TearDown
        public void stop() {
            wheel.stop();
        }
    }

    /** The scheduler of an event loop of Netty; its clock stands still but for the turns. */
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init") // JMH calls the setup before anything else
    public static class NettyTimers implements Runnable {

        @Param({"1000", "100000", "1000000"})
        public int armed;

        private final EmbeddedChannel channel = new EmbeddedChannel();
        private List<Future<?>> futures;
        private Turns turns;

        @Setup
        public void arm(Delays delays) {
            turns = new Turns(armed, this::turn);
            channel.freezeTime();
            futures = shuffled(armed, () -> schedule(delays.nextNanos()));
        }

        private Future<?> schedule() {
            return schedule(TIMEOUT_NANOS);
        }

        private Future<?> schedule(long delayNanos) {
            return channel.eventLoop().schedule(this, delayNanos, TimeUnit.NANOSECONDS);
        }

        private void turn() {
            channel.advanceTimeBy(TURN_NANOS, TimeUnit.NANOSECONDS);
            channel.runScheduledPendingTasks();
        }

        @Override
        public void run() {
            mustNotFire(1);
        }
    }

    /** Agrona's wheel. */
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init") // JMH calls the setup before anything else
    public static class AgronaWheel {

        @Param({"1000", "100000", "1000000"})
        public int armed;

        private final DeadlineTimerWheel wheel = PeerWheels.agrona();
        private long[] ids;
        private Turns turns;

        @Setup
        public void arm(Delays delays) {
            turns = new Turns(armed, this::turn);
            List<Long> all = shuffled(armed, () -> wheel.scheduleTimer(delays.nextNanos()));
            ids = all.stream().mapToLong(Long::longValue).toArray();
        }

        private void turn() {
            mustNotFire(PeerWheels.expire(wheel, turns.nowNanos));
        }
    }
}
