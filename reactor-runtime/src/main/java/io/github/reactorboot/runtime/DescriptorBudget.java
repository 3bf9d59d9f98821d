package io.github.reactorboot.runtime;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;

/**
 * Keeps the last descriptors of the process away from sessions. A JVM without descriptors cannot
 * load classes, open files or answer a health check, so connections are refused while some are
 * still left. Any thread.
 *
 * <p>Counting open descriptors takes a walk through {@code /proc/self/fd} (proc(5)), so it is done
 * when a listener is bound and then, at most once a second, when few seem to be left. Between two
 * counts the sessions that came and went are added up.
 */
final class DescriptorBudget {

    /** What stays free; a quarter where the process may have very few. */
    private static final int RESERVE = 32;

    private static final long COUNT_AGAIN_NANOS = 1_000_000_000L;

    private final LongSupplier mostSource;
    private final LongSupplier openSource;
    private long most;
    private long openElsewhere;
    private long countedNanos;

    DescriptorBudget(LongSupplier mostSource, LongSupplier openSource) {
        this.mostSource = mostSource;
        this.openSource = openSource;
    }

    /** The budget of this process; unbounded where the system does not tell. */
    static DescriptorBudget ofProcess() {
        if (ManagementFactory.getOperatingSystemMXBean()
                instanceof UnixOperatingSystemMXBean unix) {
            return new DescriptorBudget(
                    unix::getMaxFileDescriptorCount, unix::getOpenFileDescriptorCount);
        }
        return new DescriptorBudget(() -> Long.MAX_VALUE, () -> 0);
    }

    /** Counts what is open now. */
    synchronized void count(int sessions, long nowNanos) {
        most = mostSource.getAsLong();
        openElsewhere = openSource.getAsLong() - sessions;
        countedNanos = nowNanos;
    }

    /** Whether one more session may be opened. */
    synchronized boolean allows(int sessions, long nowNanos) {
        long left = left(sessions);
        boolean scarce = left < Math.max(RESERVE, most / 10);
        if (scarce && nowNanos - countedNanos >= COUNT_AGAIN_NANOS) {
            count(sessions, nowNanos);
            left = left(sessions);
        }
        return left > 0;
    }

    /** How many sessions can be had in all. */
    synchronized long sessions() {
        return Math.max(0, left(0));
    }

    private long left(int sessions) {
        return most - Math.min(RESERVE, most / 4) - openElsewhere - sessions;
    }
}
