package io.github.reactorboot.benchmarks.load;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The one thread's loop: runs an activity until a time, or until nothing is outstanding, and ends
 * early at the first turn with a fault, which may be the server's silence.
 */
final class Loop {

    private static final long SELECT_MILLIS_MAX = 50;

    private final Selector selector;
    private final LongSupplier clock;
    private final Faults faults;
    private final long stallNanos;
    private final boolean spin;
    private volatile boolean ended;

    Loop(Selector selector, LongSupplier clock, Faults faults, LoadOptions options) {
        this.selector = selector;
        this.clock = clock;
        this.faults = faults;
        this.stallNanos = options.stallNanos();
        this.spin = options.spin() || options.rate() != null;
    }

    /** Makes the next turn a fault, and the last one. Any thread may call it. */
    void end() {
        ended = true;
        selector.wakeup();
    }

    /** Returns whether the time was reached without a fault. */
    boolean runUntil(Activity activity, long deadlineNanos) {
        Turns turns = new Turns(activity);
        long now = clock.getAsLong();
        while (deadlineNanos - now > 0) {
            if (!turns.turn(now, deadlineNanos - now)) {
                return false;
            }
            now = clock.getAsLong();
        }
        return true;
    }

    /** Returns whether all that was outstanding came without a fault. */
    boolean drain(Activity activity) {
        Turns turns = new Turns(activity);
        while (activity.outstanding() > 0) {
            if (!turns.turn(clock.getAsLong(), stallNanos)) {
                return false;
            }
        }
        return true;
    }

    /** One look at the connections, without waiting. */
    boolean look(Activity activity) {
        return new Turns(activity).turn(clock.getAsLong(), 0);
    }

    /** Turns with the same activity. */
    private final class Turns implements Consumer<SelectionKey> {

        private final Activity activity;
        private long progress;
        private long progressNanos;

        Turns(Activity activity) {
            this.activity = activity;
            this.progress = activity.progress();
            this.progressNanos = clock.getAsLong();
        }

        boolean turn(long now, long waitNanos) {
            try {
                activity.turn(now);
                if (spin || waitNanos == 0) {
                    selector.selectNow(this);
                } else {
                    long millis = TimeUnit.NANOSECONDS.toMillis(waitNanos);
                    selector.select(this, Math.clamp(millis, 1, SELECT_MILLIS_MAX));
                }
            } catch (IOException e) {
                faults.add(e);
            }
            watch(now);
            if (ended && faults.none()) {
                faults.add("the run was ended early");
            }
            return faults.none();
        }

        @Override
        public void accept(SelectionKey key) {
            try {
                activity.ready(key);
            } catch (IOException e) {
                // Cancelled, or it would be ready for ever; the channel is closed with the rest.
                key.cancel();
                faults.add(e);
            }
        }

        private void watch(long now) {
            long reached = activity.progress();
            if (reached != progress || activity.outstanding() == 0) {
                progress = reached;
                progressNanos = now;
            } else if (now - progressNanos >= stallNanos && faults.none()) {
                faults.add(
                        "the server stopped answering: nothing for %d ms, awaited: %d %s"
                                .formatted(
                                        TimeUnit.NANOSECONDS.toMillis(stallNanos),
                                        activity.outstanding(),
                                        activity.awaited()));
            }
        }
    }
}
