package io.github.reactorboot.test.clock;

import io.github.reactorboot.runtime.NanoClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A clock that stands still until a test moves it; given to {@link
 * io.github.reactorboot.runtime.ReactorBuilder#clock}. Timers and timeouts of the loops that follow
 * it then pass without waiting.
 *
 * <p>{@link #advance} lets time pass: it stops at each timer on the way, so that a timer of every
 * second fires ten times in ten seconds. {@link #jump} moves at once, as when the process was
 * frozen.
 *
 * <p>Any thread may read it. One thread at a time moves it, and no event loop: a handler that could
 * would wait for itself.
 */
public final class VirtualClock implements NanoClock {

    /** What {@link Follower#restNanos()} answers when there is nothing to wait for. */
    public static final long NOTHING_TO_COME = Long.MAX_VALUE;

    /** A timer that comes again and again this often in one call is a mistake. */
    private static final int STOPS_MAX = 1_000_000;

    /**
     * Soon overflows, as {@link System#nanoTime} may; at no round time, since a timer for the
     * largest long of all is taken for a nanosecond earlier by a loop's wait.
     */
    private static final long START = Long.MAX_VALUE - 1_234_567_891L;

    /** What lives by the clock. */
    public interface Follower {

        /**
         * Lets everything be done that is due now, and waits until it is.
         *
         * @return nanoseconds to the next timer, {@link #NOTHING_TO_COME} if there is none
         * @throws AssertionError when it does not come to rest
         */
        long restNanos();

        /** The time has changed: whoever waits for a time looks again. */
        void moved();
    }

    private final List<Follower> followers = new CopyOnWriteArrayList<>();
    private final AtomicBoolean moving = new AtomicBoolean();
    private volatile long now = START;

    @Override
    public long nanoTime() {
        return now;
    }

    /** How much time has passed since the clock was made. */
    public Duration elapsed() {
        return Duration.ofNanos(now - START);
    }

    /** Follows the clock from now on. */
    public void follow(Follower follower) {
        followers.add(follower);
    }

    /** Follows it no more. */
    public void unfollow(Follower follower) {
        followers.remove(follower);
    }

    /**
     * Lets time pass, timer by timer. When this returns, everything is done that was due, on the
     * loops that follow the clock; what they gave to other threads may still go on.
     *
     * @throws IllegalArgumentException when the duration is negative
     * @throws IllegalStateException when the clock is being moved already
     * @throws AssertionError when the loops do not come to rest
     */
    public void advance(Duration by) {
        long left = nanos(by);
        begin();
        try {
            long next = restNanos();
            for (int stops = 0; next <= left && left > 0; stops++) {
                if (stops == STOPS_MAX) {
                    throw new AssertionError(
                            ("%,d timers fired in %s and there is no end: is one of them periodic"
                                            + " with a very short delay?")
                                    .formatted(STOPS_MAX, by));
                }
                // Also where a loop cannot say it to the nanosecond, the time goes on.
                long step = Math.min(left, Math.max(1, next));
                left -= step;
                move(step);
                next = restNanos();
            }
            move(left);
            restNanos();
        } finally {
            moving.set(false);
        }
    }

    /**
     * Moves at once, as when the process was frozen meanwhile: a periodic timer fires once, and
     * deadlines that have passed are found together. Returns when everything due is done.
     *
     * @throws IllegalArgumentException when the duration is negative
     * @throws IllegalStateException when the clock is being moved already
     * @throws AssertionError when the loops do not come to rest
     */
    public void jump(Duration by) {
        long nanos = nanos(by);
        begin();
        try {
            move(nanos);
            restNanos();
        } finally {
            moving.set(false);
        }
    }

    private static long nanos(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("by must not be negative, was " + by);
        }
        return by.toNanos();
    }

    private void begin() {
        if (!moving.compareAndSet(false, true)) {
            throw new IllegalStateException(
                    "the clock is being moved already; no handler and no second thread may move it");
        }
    }

    /** All of them at rest at the same time: one may have woken another. */
    private long restNanos() {
        long next = NOTHING_TO_COME;
        for (int round = 0; round <= followers.size(); round++) {
            next = NOTHING_TO_COME;
            for (Follower follower : followers) {
                next = Math.min(next, follower.restNanos());
            }
        }
        return next;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // whoever has set the flag is alone
    private void move(long nanos) {
        now += nanos;
        followers.forEach(Follower::moved);
    }

    @Override
    public String toString() {
        return "VirtualClock[" + elapsed() + "]";
    }
}
