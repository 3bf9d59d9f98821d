package io.github.reactorboot.runtime;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

    private static final Logger log = LoggerFactory.getLogger(Listener.class);

    /** What stays free; a quarter where the process may have very few. */
    private static final int RESERVE = 32;

    private static final long COUNT_AGAIN_NANOS = 1_000_000_000L;

    /** What the last count has found. */
    private record Count(long most, long openElsewhere, long atNanos) {

        long left(int sessions) {
            return most - Math.min(RESERVE, most / 4) - openElsewhere - sessions;
        }
    }

    private final LongSupplier mostSource;
    private final LongSupplier openSource;
    private final AtomicBoolean counting = new AtomicBoolean();
    private volatile Count counted = new Count(0, 0, 0);

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
    void count(int sessions, long nowNanos) {
        long most = mostSource.getAsLong();
        counted = new Count(most, openSource.getAsLong() - sessions, nowNanos);
    }

    /** A listener begins: counts, and warns if its sessions cannot all be had. */
    void countFor(ListenerConfig listener, int sessions, long nowNanos) {
        count(sessions, nowNanos);
        int wanted = listener.limits().maxSessions();
        if (sessions() < wanted) {
            log.warn(
                    "Listener {} may have {} sessions, but the limit of open files (ulimit -n) leaves"
                            + " room for {} only",
                    listener.name(),
                    wanted,
                    sessions());
        }
    }

    /**
     * Whether one more session may be opened. Loops that ask at the same time may together open one
     * each, which the reserve has room for.
     */
    boolean allows(int sessions, long nowNanos) {
        Count last = counted;
        long left = last.left(sessions);
        boolean scarce = left < Math.max(RESERVE, last.most() / 10);
        if (scarce
                && nowNanos - last.atNanos() >= COUNT_AGAIN_NANOS
                && counting.compareAndSet(false, true)) {
            // The other loops go by the old count meanwhile, they do not wait.
            try {
                count(sessions, nowNanos);
            } finally {
                counting.set(false);
            }
            left = counted.left(sessions);
        }
        return left > 0;
    }

    /** How many sessions can be had in all. */
    long sessions() {
        return Math.max(0, counted.left(0));
    }
}
