package io.github.reactorboot.runtime.task;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where the thread of one task waits. Whoever may have made something true that it waits for wakes
 * it, after that was written, and without a lock: the event loop does so, too.
 */
final class Parking extends AtomicReference<@Nullable Thread> {

    private static final long serialVersionUID = 1L;

    /** Waits until that is so, which is looked at once at least. */
    void await(BooleanSupplier condition) throws InterruptedException {
        if (condition.getAsBoolean()) {
            return;
        }
        if (!compareAndSet(null, Thread.currentThread())) {
            throw new IllegalStateException(
                    "the stream of a task is for one thread at a time; another one waits in it");
        }
        try {
            while (!condition.getAsBoolean()) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                LockSupport.park(this);
            }
        } finally {
            set(null);
        }
    }

    /** Any thread. */
    void wake() {
        Thread waiting = get();
        if (waiting != null) {
            LockSupport.unpark(waiting);
        }
    }

    /** Waits for a moment, for what nobody reports. */
    static void rest(long nanos) throws InterruptedException {
        LockSupport.parkNanos(nanos);
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }
}
