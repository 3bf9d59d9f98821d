package io.github.reactorboot.runtime.task;

import io.github.reactorboot.runtime.TimerHandle;
import org.jspecify.annotations.Nullable;

/** One wait for a time: a timer of the event loop that wakes a task. */
final class Alarm implements Runnable {

    private final Parking parking;
    private volatile boolean rung;

    /** Owned by the task. */
    private @Nullable TimerHandle timer;

    Alarm(Parking parking) {
        this.parking = parking;
    }

    /** On the loop. */
    @Override
    public void run() {
        rung = true;
        parking.wake();
    }

    boolean hasRung() {
        return rung;
    }

    void armed(TimerHandle handle) {
        timer = handle;
    }

    /** Takes the timer from the wheel. */
    void cancel() {
        if (timer != null && !rung) {
            timer.cancel();
        }
    }
}
