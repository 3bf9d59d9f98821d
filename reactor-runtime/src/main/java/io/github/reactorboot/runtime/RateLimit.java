package io.github.reactorboot.runtime;

/**
 * How fast the frames of one session are delivered. Faster ones wait: the session reads nothing
 * more until it is time for the next, so that the peer feels it and nothing is lost.
 *
 * @param framesPerSecond how many are delivered in the long run, from 1 to a million
 * @param burst how many may come at once after a rest, from 1 to a million
 */
public record RateLimit(int framesPerSecond, int burst) {

    private static final int MOST = 1_000_000;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    public RateLimit {
        check("framesPerSecond", framesPerSecond);
        check("burst", burst);
    }

    private static void check(String name, int value) {
        if (value < 1 || value > MOST) {
            throw new IllegalArgumentException(
                    name + " must be from 1 to " + MOST + ", was " + value);
        }
    }

    long intervalNanos() {
        return NANOS_PER_SECOND / framesPerSecond;
    }
}
