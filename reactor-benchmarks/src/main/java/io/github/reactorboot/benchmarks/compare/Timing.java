package io.github.reactorboot.benchmarks.compare;

/**
 * How long a window takes.
 *
 * @param warmupSeconds before it
 * @param seconds of the window itself
 */
record Timing(int warmupSeconds, int seconds) {

    int totalSeconds() {
        return warmupSeconds + seconds;
    }

    /** At least so long, for what needs compiled code or time to ask questions in. */
    Timing atLeast(int leastWarmup, int leastSeconds) {
        return new Timing(Math.max(warmupSeconds, leastWarmup), Math.max(seconds, leastSeconds));
    }
}
