package io.github.reactorboot.benchmarks.timers;

import io.netty.util.HashedWheelTimer;
import java.util.concurrent.TimeUnit;
import org.agrona.DeadlineTimerWheel;

/**
 * The wheels of the peers, made for a million timers. With the defaults, Netty's 512 slots of 100
 * ms, there would be thousands in each slot.
 */
public final class PeerWheels {

    /** A slot holds 16 of a million timers that are spread over the wheel. */
    private static final int SLOTS = 1 << 16;

    /** As precise as it can be made; a turn of the wheel is 65 seconds. */
    private static final int NETTY_TICK_MILLIS = 1;

    /**
     * A power of two; a turn of the wheel is a second. All slots have room for as many timers as
     * the fullest one, so a million timers a second need ticks as short as this.
     */
    private static final long AGRONA_TICK_NANOS = 1 << 14;

    private PeerWheels() {}

    /** Ticks on a thread of its own, which it starts with the first timer. */
    public static HashedWheelTimer netty() {
        return new HashedWheelTimer(
                task -> {
                    Thread thread = new Thread(task, "hashed-wheel");
                    thread.setDaemon(true);
                    return thread;
                },
                NETTY_TICK_MILLIS,
                TimeUnit.MILLISECONDS,
                SLOTS,
                false);
    }

    /** Starts at time 0 and ticks when it is polled. */
    public static DeadlineTimerWheel agrona() {
        return new DeadlineTimerWheel(TimeUnit.NANOSECONDS, 0, AGRONA_TICK_NANOS, SLOTS);
    }

    /** Fires what is due: one poll goes on by one tick at the most. */
    public static int expire(DeadlineTimerWheel wheel, long nowNanos) {
        int fired = 0;
        long tickEnd;
        do {
            tickEnd = wheel.currentTickTime();
            fired += wheel.poll(nowNanos, (unit, now, id) -> true, Integer.MAX_VALUE);
        } while (tickEnd <= nowNanos);
        return fired;
    }
}
