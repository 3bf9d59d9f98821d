package io.github.reactorboot.benchmarks.jmh;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * One of several threads that give tasks to a loop: itself the task, made once. It has so many
 * tasks outstanding at the most, whatever the queue of the loop would take, so that a loop with a
 * bounded queue and one without are loaded alike.
 */
@State(Scope.Thread)
public class Producer implements Runnable {

    /** Eight producers fill half of the runtime's default queue. */
    private static final int OUTSTANDING_MAX = 1024;

    private static final long PAUSE_NANOS = 20_000;

    /** Written by the loop alone. */
    private final AtomicLong run = new AtomicLong();

    private long given;
    private long mayGive;

    /** Waits until one more may be given; asleep, for the loop needs the processor. */
    void awaitRoom() {
        while (given == mayGive) {
            mayGive = run.get() + OUTSTANDING_MAX;
            if (given == mayGive) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
        given++;
    }

    @Override
    public void run() {
        run.lazySet(run.getPlain() + 1);
    }
}
