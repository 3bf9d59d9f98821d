package io.github.reactorboot.benchmarks.timers;

import io.github.reactorboot.runtime.EventLoop;
import io.github.reactorboot.runtime.Reactor;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.HashedWheelTimer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** How late timers fire on a loop that has nothing else to do; one contender after the other. */
final class TimerLateness {

    /** Runs a task after a delay. */
    @FunctionalInterface
    interface Scheduler {
        void schedule(Runnable task, long delayNanos);
    }

    private static final int WARM_UP_TIMERS = 200;
    private static final Duration WARM_UP = Duration.ofMillis(500);

    private final int count;
    private final Duration span;

    /** So many timers, at random times within the span. */
    TimerLateness(int count, Duration span) {
        this.count = count;
        this.span = span;
    }

    List<LatenessRow> measure() throws InterruptedException {
        List<LatenessRow> rows = new ArrayList<>();
        rows.add(reactor());
        rows.add(nettyLoop());
        rows.add(nettyWheel("netty HashedWheelTimer, 1 ms", PeerWheels.netty()));
        rows.add(nettyWheel("netty HashedWheelTimer, default", new HashedWheelTimer()));
        return rows;
    }

    private LatenessRow reactor() throws InterruptedException {
        try (Reactor reactor = Reactor.builder("timers").loops(1).engine("nio").build()) {
            reactor.start();
            EventLoop loop = reactor.loops().get(0);
            return row(
                    "reactor EventLoop.schedule",
                    (task, delay) -> loop.schedule(Duration.ofNanos(delay), task));
        }
    }

    private LatenessRow nettyLoop() throws InterruptedException {
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try {
            io.netty.channel.EventLoop loop = group.next();
            return row(
                    "netty EventLoop.schedule",
                    (task, delay) -> {
                        Future<?> _ = loop.schedule(task, delay, TimeUnit.NANOSECONDS);
                    });
        } finally {
            group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
        }
    }

    private LatenessRow nettyWheel(String contender, HashedWheelTimer wheel)
            throws InterruptedException {
        try {
            return row(
                    contender,
                    (task, delay) ->
                            wheel.newTimeout(timeout -> task.run(), delay, TimeUnit.NANOSECONDS));
        } finally {
            wheel.stop();
        }
    }

    private LatenessRow row(String contender, Scheduler scheduler) throws InterruptedException {
        run(scheduler, WARM_UP_TIMERS, WARM_UP);
        Firings firings = run(scheduler, count, span);
        return LatenessRow.of(contender, firings.lateNanos, firings.early);
    }

    private static Firings run(Scheduler scheduler, int count, Duration span)
            throws InterruptedException {
        Firings firings = new Firings(count);
        long[] delays = new Random(42).longs(count, 0, span.toNanos()).toArray();
        for (long delay : delays) {
            long deadline = System.nanoTime() + delay;
            scheduler.schedule(() -> firings.fired(deadline), delay);
        }
        firings.left.await();
        return firings;
    }

    /** Written by the thread that fires; read when none is left. */
    private static final class Firings {

        private final Histogram lateNanos = new Histogram(TimeUnit.MINUTES.toNanos(1), 3);
        private final CountDownLatch left;
        private int early;

        Firings(int count) {
            left = new CountDownLatch(count);
        }

        void fired(long deadline) {
            long late = System.nanoTime() - deadline;
            if (late < 0) {
                early++;
            }
            lateNanos.recordValue(Math.clamp(late, 0, lateNanos.getHighestTrackableValue()));
            left.countDown();
        }
    }
}
