package io.github.reactorboot.benchmarks.jmh;

import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A rest before each round trip, in which the event loop falls asleep: what is measured then
 * includes waking it. The caller stays awake.
 */
@State(Scope.Thread)
public class Rest {

    /** 0 for round trips back to back, which may meet a loop that is still awake. */
    @Param("50")
    public int restMicros;

    @Setup(Level.Invocation)
    public void rest() {
        long end = System.nanoTime() + restMicros * 1000L;
        while (System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
    }
}
