package io.github.reactorboot.benchmarks.jmh;

import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A task that tells the caller, who looks all the time, that it has run. Made once. */
@State(Scope.Thread)
public class Signal implements Runnable {

    private volatile boolean raised;

    void lower() {
        raised = false;
    }

    @Override
    public void run() {
        raised = true;
    }

    void await() {
        while (!raised) {
            Thread.onSpinWait();
        }
    }
}
