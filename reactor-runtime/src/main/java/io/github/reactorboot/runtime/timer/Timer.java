package io.github.reactorboot.runtime.timer;

/**
 * A timer to be armed in a {@link TimerWheel}, again and again: it carries its own links, so that
 * arming allocates nothing. Owned by the event loop of that wheel, and never moves to another.
 *
 * <p>32 bytes where references are compressed, else 48.
 */
public final class Timer {

    private final TimerTask task;

    long deadlineNanos;

    // A ring: the timers of one list and its head. A timer that is not armed is alone in its ring,
    // and so refers to no other timer and is referred to by none.
    Timer prev;
    Timer next;

    /** Makes a timer that is not armed. Any thread. */
    public Timer(TimerTask task) {
        this.task = task;
        this.prev = this;
        this.next = this;
    }

    /** What it does. */
    public TimerTask task() {
        return task;
    }

    /** Whether it will fire. */
    public boolean isArmed() {
        return next != this;
    }

    /** The deadline it was last armed with, in the time of {@link System#nanoTime}. */
    public long deadlineNanos() {
        return deadlineNanos;
    }

    /** As a head: whether the list is empty. */
    boolean isAlone() {
        return next == this;
    }

    void unlink() {
        prev.next = next;
        next.prev = prev;
        prev = this;
        next = this;
    }

    /**
     * As a head: puts a timer that is in no list at the end of this one; its old links are lost.
     */
    void append(Timer timer) {
        Timer last = prev;
        timer.prev = last;
        timer.next = this;
        last.next = timer;
        prev = timer;
    }

    /** As a head: moves all timers of another list to the end of this one. */
    void appendAll(Timer other) {
        if (other.isAlone()) {
            return;
        }
        Timer first = other.next;
        Timer last = other.prev;
        other.next = other;
        other.prev = other;
        first.prev = prev;
        prev.next = first;
        last.next = this;
        prev = last;
    }
}
