package io.github.reactorboot.benchmarks.timers;

import io.github.reactorboot.runtime.EventLoop;
import io.github.reactorboot.runtime.Reactor;
import io.github.reactorboot.runtime.timer.Timer;
import io.github.reactorboot.runtime.timer.TimerTask;
import io.github.reactorboot.runtime.timer.TimerWheel;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.HashedWheelTimer;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.agrona.DeadlineTimerWheel;

/**
 * Heap per armed timer: what is live with so many of them, less what was live before. All have the
 * same task, which belongs to the application.
 */
final class TimerMemory {

    private static final long LEAST_NANOS = 300_000_000_000L;
    private static final long SPREAD_NANOS = 60_000_000_000L;

    /** Between two looks, while threads of the contender still tidy up. */
    private static final long SETTLED_BYTES = 64 << 10;

    private static final int LOOKS_MAX = 50;

    private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    private final int count;

    TimerMemory(int count) {
        this.count = count;
    }

    List<MemoryRow> measure() {
        List<MemoryRow> rows = new ArrayList<>();
        rows.add(row("reactor TimerWheel", this::wheel));
        try (Reactor reactor = Reactor.builder("timers").loops(1).engine("nio").build()) {
            reactor.startEmbedded();
            rows.add(row("reactor EventLoop.schedule", () -> loop(reactor)));
        }
        HashedWheelTimer nettyWheel = PeerWheels.netty();
        rows.add(row("netty HashedWheelTimer", () -> nettyWheel(nettyWheel)));
        nettyWheel.stop();
        rows.add(row("netty EventLoop.schedule", this::nettyLoop));
        rows.add(row("agrona DeadlineTimerWheel", this::agrona));
        return rows;
    }

    private MemoryRow row(String contender, Supplier<Object> armed) {
        long before = live();
        Object timers = armed.get();
        try {
            return new MemoryRow(contender, count, (live() - before) / (double) count);
        } finally {
            Reference.reachabilityFence(timers);
        }
    }

    private Object wheel() {
        TimerWheel wheel = new TimerWheel(0);
        TimerTask task = nowNanos -> due();
        delays().forEach(delay -> wheel.arm(new Timer(task), delay));
        return wheel;
    }

    private Object loop(Reactor reactor) {
        EventLoop loop = reactor.loops().get(0);
        loop.runOnce(0);
        delays().forEach(delay -> loop.schedule(Duration.ofNanos(delay), TimerMemory::due));
        return loop;
    }

    private Object nettyWheel(HashedWheelTimer wheel) {
        io.netty.util.TimerTask task = timeout -> due();
        delays().forEach(delay -> wheel.newTimeout(task, delay, TimeUnit.NANOSECONDS));
        return wheel;
    }

    private Object nettyLoop() {
        EmbeddedChannel channel = new EmbeddedChannel();
        delays().forEach(delay -> {
            Future<?> _ =
                    channel.eventLoop().schedule(TimerMemory::due, delay, TimeUnit.NANOSECONDS);
        });
        return channel;
    }

    private Object agrona() {
        DeadlineTimerWheel wheel = PeerWheels.agrona();
        delays().forEach(wheel::scheduleTimer);
        return wheel;
    }

    /** What all timers do, without an object for each. */
    private static void due() {}

    private LongStream delays() {
        return new Random(42).longs(count, LEAST_NANOS, LEAST_NANOS + SPREAD_NANOS);
    }

    private long live() {
        long last = Long.MAX_VALUE;
        for (int look = 0; look < LOOKS_MAX; look++) {
            memory.gc();
            long used = memory.getHeapMemoryUsage().getUsed();
            if (Math.abs(last - used) < SETTLED_BYTES) {
                return used;
            }
            last = used;
        }
        throw new IllegalStateException("the heap does not settle: something else runs here");
    }
}
