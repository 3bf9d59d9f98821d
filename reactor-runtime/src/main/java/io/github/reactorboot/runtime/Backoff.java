package io.github.reactorboot.runtime;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before something is tried again: twice as long each time up to a bound, and
 * spread at random, so that many who lost the same thing do not all come back at the same moment.
 *
 * @param initialDelay before the first new attempt, at least a millisecond
 * @param maxDelay no delay is longer, jitter included
 * @param jitter by which part of itself a delay is at most longer or shorter, from 0 to 1
 */
public record Backoff(Duration initialDelay, Duration maxDelay, double jitter) {

    /** A delay of more than a year is a mistake, and longer ones would not fit into a timer. */
    static final Duration LONGEST = Duration.ofDays(366);

    /** From 100 ms to 30 s, a fifth longer or shorter. */
    public static final Backoff DEFAULT =
            new Backoff(Duration.ofMillis(100), Duration.ofSeconds(30), 0.2);

    /** Beyond so many doublings even the shortest delay is longer than the longest. */
    private static final int DOUBLINGS = 40;

    public Backoff {
        if (initialDelay.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException(
                    "initial delay must be at least 1 ms, was " + initialDelay);
        }
        if (maxDelay.compareTo(initialDelay) < 0 || maxDelay.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "longest delay must be from the initial delay to a year, was " + maxDelay);
        }
        // Written so that NaN is refused as well.
        if (!(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException("jitter must be from 0 to 1, was " + jitter);
        }
    }

    /**
     * How long to wait.
     *
     * @param failures how many attempts have failed in a row before this wait; 0 if none has
     * @param random gives numbers from 0 to below 1
     */
    public Duration delay(int failures, DoubleSupplier random) {
        double longest = maxDelay.toNanos();
        double doubled = Math.scalb((double) initialDelay.toNanos(), Math.min(failures, DOUBLINGS));
        double spread = 1 + jitter * (2 * random.getAsDouble() - 1);
        return Duration.ofNanos((long) Math.min(longest, Math.min(longest, doubled) * spread));
    }
}
