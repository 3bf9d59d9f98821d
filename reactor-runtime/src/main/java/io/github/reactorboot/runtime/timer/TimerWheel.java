package io.github.reactorboot.runtime.timer;

import java.util.function.Consumer;

/**
 * The timers of one event loop: a hierarchical timing wheel (Varghese and Lauck, 1987). Owned by
 * the loop's thread; the clock is the caller's.
 *
 * <p>Times are those of {@link System#nanoTime}: they may be negative, wrap around and are compared
 * by their difference. A deadline may lie up to {@link Long#MAX_VALUE} nanoseconds after the clock.
 * Arming and cancelling cost the same however many timers are armed, and allocate nothing.
 *
 * <p>A level has a slot for each value of six bits of the deadline, level 0 for the lowest six. A
 * timer is filed at the level of the highest bit in which its deadline differs from the cursor,
 * which trails the clock:
 *
 * <pre>
 *   level          0      1      2       3        4        5       6       7     8     9    10
 *   slot spans   1 ns  64 ns   4 us  262 us  16.8 ms   1.07 s  68.7 s  73 min  78 h  208 d  36 y
 * </pre>
 *
 * <p>So all timers of a level are due before those of the next, and those of a slot before those of
 * the next. When the clock reaches a slot, its timers are filed anew, nearer; at level 0 a slot is
 * one nanosecond, which is why timers fire in the order of their deadlines without being sorted,
 * and in the order of arming where deadlines are equal: lists keep their order whenever they move.
 * Most timers are cancelled long before, and never go down.
 */
public final class TimerWheel {

    private static final int BITS = 6;
    private static final int SLOTS = 1 << BITS;
    private static final int LEVELS = 11;

    /** The top level has four bits of a long. */
    private static final int POSITIONS = (LEVELS - 1) * SLOTS + 16;

    /** A deadline less than this before the cursor (73 years) is past, any other is to come. */
    private static final long PAST_NANOS = 1L << 61;

    /** How many timers of a list are looked at to find the earliest. */
    private static final int LOOK_MAX = 8;

    /** Timers that one call may file anew, or 16 for each that may fire if that is more. */
    private static final int REFILE_MAX = 16_384;

    /** Heads of lists, by level and slot. */
    private final Timer[] slots = new Timer[POSITIONS];

    /** A bit for each slot of a level that may hold timers; cleared when found empty. */
    private final long[] occupied = new long[LEVELS];

    /** Timers of a slot that was reached, not filed anew yet; and any armed meanwhile. */
    private final Timer reached = newHead();

    /** Timers armed by tasks of the current call of expire, due already: they wait for the next. */
    private final Timer deferred = newHead();

    private final int refileMax;

    /** No armed timer has a deadline before this. Seldom after the latest time that was given. */
    private long cursorNanos;

    private int size;
    private boolean firing;
    private long firingNanos;

    /** Makes an empty wheel at the given time. */
    public TimerWheel(long startNanos) {
        this(startNanos, REFILE_MAX);
    }

    TimerWheel(long startNanos, int refileMax) {
        this.cursorNanos = startNanos;
        this.refileMax = refileMax;
        for (int position = 0; position < POSITIONS; position++) {
            slots[position] = newHead();
        }
    }

    /**
     * Arms a timer, or moves it if it is armed. A deadline that has passed already is due at once,
     * that is in the next call of {@link #expire}, and in a later one when armed by a timer's task.
     *
     * <p>Deadlines should be taken from the time last given to {@link #expire} or from a later one:
     * each that lies before it has nearer timers filed anew.
     *
     * @param timer not armed, or armed in this wheel
     */
    public void arm(Timer timer, long deadlineNanos) {
        if (timer.isArmed()) {
            timer.prev.next = timer.next;
            timer.next.prev = timer.prev;
        } else {
            size++;
        }
        timer.deadlineNanos = deadlineNanos;
        if (firing && firingNanos - deadlineNanos >= 0) {
            deferred.append(timer);
        } else {
            place(timer);
        }
    }

    /**
     * Disarms a timer, which then does not fire even if it is due in this very call of {@link
     * #expire}. The wheel keeps no reference to it.
     *
     * @param timer not armed, or armed in this wheel
     * @return false when it was not armed
     */
    public boolean cancel(Timer timer) {
        if (!timer.isArmed()) {
            return false;
        }
        timer.unlink();
        size--;
        return true;
    }

    /**
     * Fires timers whose deadline is not after {@code nowNanos}: in the order of their deadlines,
     * and of their arming where these are equal. Timers armed meanwhile by a task with a deadline
     * that is not after {@code nowNanos} either are left to the next call. A time before that of
     * the last call is no error; timers armed for times between the two wait until the clock is
     * there again.
     *
     * <p>The work of a call is bounded by {@code limit}, not by the time that went by nor by the
     * number of armed timers. So it may end with timers due that did not fire, not only when {@code
     * limit} was reached but also when very many had to be filed anew. {@link #nextDeadlineNanos()}
     * is not after {@code nowNanos} then.
     *
     * @param limit how many may fire
     * @return how many fired
     * @throws IllegalStateException when called by a timer's task
     */
    public int expire(long nowNanos, int limit) {
        if (firing) {
            throw new IllegalStateException("expire was called by a timer's task");
        }
        if (nowNanos - cursorNanos < 0) {
            rewind(nowNanos);
            return 0;
        }
        firing = true;
        firingNanos = nowNanos;
        try {
            return fireDue(nowNanos, limit);
        } finally {
            firing = false;
            while (!deferred.isAlone()) {
                Timer timer = deferred.next;
                timer.unlink();
                place(timer);
            }
        }
    }

    /**
     * When to call {@link #expire} next, or {@link Long#MAX_VALUE} if no timer is armed. Never
     * after the earliest deadline.
     *
     * <p>It is the earliest deadline, unless a slot with more than eight timers has to be filed
     * anew first: then it is the begin of that slot, at most once for each level on the way down;
     * or unless the last call of {@link #expire} left something to do: then it is not after the
     * time of that call.
     *
     * <p>Not to be called by a timer's task.
     */
    public long nextDeadlineNanos() {
        assert !firing;
        if (!reached.isAlone()) {
            return armedTime(cursorNanos);
        }
        int position = earliestPosition();
        if (position < 0) {
            return Long.MAX_VALUE;
        }
        return armedTime(earliestIn(position));
    }

    /** How many timers are armed. */
    public int size() {
        return size;
    }

    /**
     * Disarms all timers and then hands out each, in no particular order; for the close of the
     * loop. Timers armed meanwhile by the callback stay armed.
     */
    public void clear(Consumer<? super Timer> disarmed) {
        Timer all = newHead();
        all.appendAll(reached);
        all.appendAll(deferred);
        for (Timer slot : slots) {
            all.appendAll(slot);
        }
        try {
            while (!all.isAlone()) {
                Timer timer = all.next;
                timer.unlink();
                size--;
                disarmed.accept(timer);
            }
        } finally {
            reached.appendAll(all);
        }
    }

    private int fireDue(long nowNanos, int limit) {
        int fired = 0;
        long refileLeft = Math.max(refileMax, 16L * limit);
        while (fired < limit) {
            refileLeft = refileReached(refileLeft);
            if (!reached.isAlone()) {
                break;
            }
            int position = earliestPosition();
            if (position < 0 || isAfter(startNanos(position), nowNanos)) {
                cursorNanos = nowNanos;
                break;
            }
            if (position < SLOTS) {
                cursorNanos = startNanos(position);
                fired += fireSlot(slots[position], nowNanos, limit - fired);
            } else {
                long earliest = earliestIn(position);
                cursorNanos = nowNanos - earliest < 0 ? nowNanos : earliest;
                reached.appendAll(slots[position]);
            }
        }
        return fired;
    }

    private int fireSlot(Timer slot, long nowNanos, int limit) {
        int fired = 0;
        while (fired < limit && !slot.isAlone()) {
            Timer timer = slot.next;
            timer.unlink();
            size--;
            fired++;
            timer.task().onTimer(nowNanos);
        }
        return fired;
    }

    /** Returns how many more may be filed anew. */
    private long refileReached(long max) {
        long left = max;
        while (left > 0 && !reached.isAlone()) {
            Timer timer = reached.next;
            timer.unlink();
            file(timer);
            left--;
        }
        return left;
    }

    private void place(Timer timer) {
        long ahead = timer.deadlineNanos - cursorNanos;
        if (ahead < 0 && ahead >= -PAST_NANOS) {
            rewind(timer.deadlineNanos);
        }
        if (reached.isAlone()) {
            file(timer);
        } else {
            // Behind those of the same deadline that are still in there.
            reached.append(timer);
        }
    }

    private void file(Timer timer) {
        long deadlineNanos = timer.deadlineNanos;
        int level = level(deadlineNanos ^ cursorNanos);
        int index = index(deadlineNanos, level);
        occupied[level] |= 1L << index;
        slots[level * SLOTS + index].append(timer);
    }

    /**
     * Puts the cursor back. Timers below the level at which it changes are now further away, all in
     * the slot of that level in which the cursor was; this one is empty, as the cursor had reached
     * it.
     */
    private void rewind(long toNanos) {
        int level = level(cursorNanos ^ toNanos);
        int index = index(cursorNanos, level);
        Timer further = slots[level * SLOTS + index];
        for (int lower = 0; lower < level; lower++) {
            for (long bits = occupied[lower]; bits != 0; bits &= bits - 1) {
                further.appendAll(slots[lower * SLOTS + Long.numberOfTrailingZeros(bits)]);
                occupied[level] |= 1L << index;
            }
            occupied[lower] = 0;
        }
        cursorNanos = toNanos;
    }

    /** The slot with the earliest timers, or -1 if all are empty. */
    private int earliestPosition() {
        for (int level = 0; level < LEVELS; level++) {
            int from = index(cursorNanos, level);
            while (occupied[level] != 0) {
                // Only at the top level may slots below the cursor's be the later ones.
                long fromCursor = Long.rotateRight(occupied[level], from);
                int index = (from + Long.numberOfTrailingZeros(fromCursor)) & (SLOTS - 1);
                if (!slots[level * SLOTS + index].isAlone()) {
                    return level * SLOTS + index;
                }
                occupied[level] &= ~(1L << index);
            }
        }
        return -1;
    }

    private long startNanos(int position) {
        int level = position / SLOTS;
        int shift = level * BITS;
        int steps = position % SLOTS - index(cursorNanos, level);
        return ((cursorNanos >>> shift) + steps) << shift;
    }

    /** The earliest deadline in a slot; its begin where there are too many to look at. */
    private long earliestIn(int position) {
        long startNanos = startNanos(position);
        if (position < SLOTS) {
            return startNanos;
        }
        Timer slot = slots[position];
        long earliest = Long.MAX_VALUE;
        int looked = 0;
        for (Timer timer = slot.next; timer != slot; timer = timer.next) {
            if (++looked > LOOK_MAX) {
                return startNanos;
            }
            earliest = Math.min(earliest, timer.deadlineNanos - startNanos);
        }
        return startNanos + earliest;
    }

    /** Compares two times that are not before the cursor, of which one may be very far away. */
    private boolean isAfter(long timeNanos, long nowNanos) {
        return Long.compareUnsigned(timeNanos - cursorNanos, nowNanos - cursorNanos) > 0;
    }

    private static long armedTime(long timeNanos) {
        return timeNanos == Long.MAX_VALUE ? timeNanos - 1 : timeNanos;
    }

    private static int level(long difference) {
        return (63 - Long.numberOfLeadingZeros(difference | (SLOTS - 1))) / BITS;
    }

    private static int index(long timeNanos, int level) {
        return (int) (timeNanos >>> (level * BITS)) & (SLOTS - 1);
    }

    private static Timer newHead() {
        return new Timer(nowNanos -> {});
    }
}
