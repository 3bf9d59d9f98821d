package io.github.reactorboot.sample.store;

/** A value and when it ends; never changes. */
public final class Entry {

    /** The deadline of what does not end. */
    public static final long FOREVER = Long.MAX_VALUE;

    private final byte[] value;
    private final long deadlineMillis;

    /** A value that does not end. */
    public Entry(byte[] value) {
        this(value, FOREVER);
    }

    /**
     * A value that ends.
     *
     * @param value must not change any more
     * @param deadlineMillis on the clock of the store
     */
    public Entry(byte[] value, long deadlineMillis) {
        this.value = value;
        this.deadlineMillis = deadlineMillis;
    }

    /** The value; not to be changed. */
    public byte[] value() {
        return value;
    }

    /** When it ends, on the clock of the store, or {@link #FOREVER}. */
    public long deadlineMillis() {
        return deadlineMillis;
    }

    /** The same value with another deadline. */
    public Entry withDeadline(long deadlineMillis) {
        return new Entry(value, deadlineMillis);
    }

    /** Whether it ends at all. */
    public boolean ends() {
        return deadlineMillis != FOREVER;
    }
}
