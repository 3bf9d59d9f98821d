package io.github.reactorboot.test.memory;

import io.github.reactorboot.runtime.engine.PollEngine;
import io.github.reactorboot.test.clock.VirtualClock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The wait of one engine, in real or in virtual time. Guarded by the lock of the network, which is
 * given up meanwhile.
 */
final class EngineWait {

    private final MemoryNetwork network;
    private final BooleanSupplier isAnyReady;

    private boolean wokenUp;
    private boolean waiting;
    private long beganNanos;
    private long timeoutNanos;

    EngineWait(MemoryNetwork network, BooleanSupplier isAnyReady) {
        this.network = network;
        this.isAnyReady = isAnyReady;
    }

    /** Ends the wait that is going on, or the next one. */
    void wakeUp() {
        wokenUp = true;
    }

    private boolean hasWork() {
        return wokenUp || isAnyReady.getAsBoolean();
    }

    /** Waits for work, but no longer than that. */
    void forWork(long timeout) {
        if (timeout > 0 && !hasWork()) {
            await(timeout);
        }
        wokenUp = false;
    }

    private void await(long timeout) {
        VirtualClock clock = network.clock();
        beganNanos = now(clock);
        timeoutNanos = timeout;
        waiting = true;
        network.signalRest();
        try {
            for (long left = timeout; left > 0 && !hasWork(); left = leftNanos(clock)) {
                network.awaitChange(clock == null ? left : PollEngine.FOREVER);
            }
        } catch (InterruptedException e) {
            // The loop decides what that means; it must not fail here.
            Thread.currentThread().interrupt();
        } finally {
            waiting = false;
        }
    }

    private static long now(@Nullable VirtualClock clock) {
        return clock == null ? System.nanoTime() : clock.nanoTime();
    }

    private long leftNanos(@Nullable VirtualClock clock) {
        return timeoutNanos == PollEngine.FOREVER
                ? timeoutNanos
                : timeoutNanos - (now(clock) - beganNanos);
    }

    /** Whether nothing happens on this loop before the time moves or somebody does something. */
    boolean isAtRest() {
        return waiting && !hasWork() && leftNanos(network.clock()) > 0;
    }

    /** How long it still waits, {@link PollEngine#FOREVER} if for no time. */
    long restNanos() {
        return leftNanos(network.clock());
    }
}
