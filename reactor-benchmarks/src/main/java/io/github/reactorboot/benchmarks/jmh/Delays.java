package io.github.reactorboot.benchmarks.jmh;

import java.time.Duration;
import java.util.Random;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Delays of five to six minutes, the same ones in each run: timers that wait do so until the run is
 * over.
 */
@State(Scope.Thread)
public class Delays {

    private static final long LEAST_NANOS = 300_000_000_000L;
    private static final long SPREAD_NANOS = 60_000_000_000L;
    private static final int MASK = 4095;

    private final long[] nanos;
    private final Duration[] durations;
    private int next;

    public Delays() {
        nanos = new Random(42).longs(MASK + 1, LEAST_NANOS, LEAST_NANOS + SPREAD_NANOS).toArray();
        durations = new Duration[nanos.length];
        for (int i = 0; i < nanos.length; i++) {
            durations[i] = Duration.ofNanos(nanos[i]);
        }
    }

    long nextNanos() {
        // Further on with each round, so that there are more different ones than the table has.
        int index = next++;
        return nanos[index & MASK] + (index >>> 12);
    }

    Duration nextDuration() {
        return durations[next++ & MASK];
    }
}
