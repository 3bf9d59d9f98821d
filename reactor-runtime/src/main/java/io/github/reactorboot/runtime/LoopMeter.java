package io.github.reactorboot.runtime;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Figures and heartbeat of one event loop; written by the loop, unless a method says otherwise. */
final class LoopMeter {

    /** A loop that is held up for longer is not healthy. */
    static final Duration UNHEALTHY = Duration.ofSeconds(1);

    private static final long WINDOW_NANOS = 10_000_000_000L;

    private static final int TURNS = 0;
    private static final int BUSY_NANOS = 1;
    private static final int WAIT_NANOS = 2;
    private static final int LONGEST_NOW = 3;
    private static final int LONGEST_BEFORE = 4;
    private static final int COMMANDS_RUN = 5;
    private static final int TIMERS_ARMED = 6;
    private static final int BUSY = 7;
    private static final int BUSY_SINCE = 8;
    private static final int STEPS = 9;

    private final Counters figures = new Counters(10);
    private final LongAdder commandsRefused = new LongAdder();
    private final LongAdder wakeups = new LongAdder();
    private final LongAdder stalls = new LongAdder();
    private final AtomicInteger sessions = new AtomicInteger();
    private volatile long stepsSeen;
    private volatile long seenNanos;
    private long turnBegan;
    private long turnEnded;
    private long windowBegan;

    void started(long nowNanos) {
        turnEnded = nowNanos;
        windowBegan = nowNanos;
    }

    void turnBegins(long nowNanos) {
        turnBegan = nowNanos;
        figures.add(WAIT_NANOS, nowNanos - turnEnded);
        figures.set(BUSY_SINCE, nowNanos);
        figures.setRelease(BUSY, 1);
    }

    void turnEnds(long nowNanos, int timersArmed) {
        turnEnded = nowNanos;
        long busy = nowNanos - turnBegan;
        figures.set(BUSY, 0);
        figures.add(TURNS, 1);
        figures.add(BUSY_NANOS, busy);
        figures.set(TIMERS_ARMED, timersArmed);
        if (nowNanos - windowBegan > WINDOW_NANOS) {
            windowBegan = nowNanos;
            figures.set(LONGEST_BEFORE, figures.get(LONGEST_NOW));
            figures.set(LONGEST_NOW, busy);
        } else if (busy > figures.get(LONGEST_NOW)) {
            figures.set(LONGEST_NOW, busy);
        }
    }

    /** One event, task or session was served; called for each, so that a long turn is no stall. */
    void step() {
        figures.add(STEPS, 1);
    }

    /** The watchdog looks; it alone. */
    void look(long nowNanos) {
        long steps = figures.get(STEPS);
        if (figures.getAcquire(BUSY) == 0 || steps != stepsSeen) {
            stepsSeen = steps;
            seenNanos = nowNanos;
        }
    }

    /**
     * For how long no step was made although the loop is busy, as far as was looked. Any thread.
     */
    private long stuckFor(long nowNanos) {
        if (figures.getAcquire(BUSY) == 0 || figures.get(STEPS) != stepsSeen) {
            return 0;
        }
        long since = Math.max(seenNanos - nowNanos, figures.get(BUSY_SINCE) - nowNanos);
        return Math.max(0, -since);
    }

    /** As {@link EventLoop#stalledFor}, of a loop that runs. Any thread. */
    Duration stalledFor(long nowNanos, Duration threshold) {
        long stuck = stuckFor(nowNanos);
        return stuck < threshold.toNanos() ? Duration.ZERO : Duration.ofNanos(stuck);
    }

    /** Watchdog. */
    void stalled() {
        stalls.increment();
    }

    void idle() {
        figures.set(BUSY, 0);
    }

    /** How long the present turn has taken so far; 0 between turns. Any thread. */
    long busyFor(long nowNanos) {
        return figures.getAcquire(BUSY) == 0 ? 0 : Math.max(0, nowNanos - figures.get(BUSY_SINCE));
    }

    void commandsRun(int count) {
        if (count != 0) {
            figures.add(COMMANDS_RUN, count);
        }
    }

    /** Any thread. */
    void commandRefused() {
        commandsRefused.increment();
    }

    /** Any thread. */
    void wokenUp() {
        wakeups.increment();
    }

    /** Counts a session that was given to the loop; any thread. */
    void sessionAssigned() {
        sessions.incrementAndGet();
    }

    /** Any thread. */
    void sessionGone() {
        sessions.decrementAndGet();
    }

    /** Any thread. */
    int sessions() {
        return sessions.get();
    }

    /** Any thread. */
    LoopStats snapshot(long nowNanos, int commandsPending, long bufferBytes) {
        return new LoopStats(
                figures.get(TURNS),
                figures.get(BUSY_NANOS) + busyFor(nowNanos),
                figures.get(WAIT_NANOS),
                Math.max(
                        busyFor(nowNanos),
                        Math.max(figures.get(LONGEST_NOW), figures.get(LONGEST_BEFORE))),
                commandsPending,
                figures.get(COMMANDS_RUN),
                commandsRefused.sum(),
                wakeups.sum(),
                (int) figures.get(TIMERS_ARMED),
                sessions.get(),
                bufferBytes,
                stalls.sum());
    }
}
