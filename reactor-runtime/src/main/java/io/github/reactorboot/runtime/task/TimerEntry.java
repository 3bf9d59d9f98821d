package io.github.reactorboot.runtime.task;

import io.github.reactorboot.runtime.ClosedSessionException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A time that passes, counted from the beginning of the race. */
final class TimerEntry implements Entry<Void> {

    private final TaskStream stream;
    private final Duration delay;
    private @Nullable Alarm alarm;

    TimerEntry(TaskStream stream, Duration delay) {
        this.stream = stream;
        this.delay = delay;
    }

    @Override
    public void enter() throws InterruptedException {
        try {
            alarm = stream.arm(delay);
        } catch (ClosedSessionException over) {
            // It cannot win any more, but another one may: the race ends when it has looked at all.
            alarm = null;
        }
    }

    @Override
    public boolean isReady() {
        return alarm != null && alarm.hasRung();
    }

    @Override
    public Outcome<Void> take() {
        return new Outcome<>(null, null);
    }

    @Override
    public void leave() {
        if (alarm != null) {
            alarm.cancel();
            alarm = null;
        }
    }
}
