package io.github.reactorboot.benchmarks.load;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/** Whether the process may have as many sockets as a run needs. */
final class Descriptors {

    /** For the selector, and for what the virtual machine opens meanwhile. */
    private static final int SPARE = 32;

    private Descriptors() {}

    /** What to tell the user, or null if there are enough. */
    static @Nullable String shortage(int connections) {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean os) {
            return shortage(
                    connections, os.getOpenFileDescriptorCount(), os.getMaxFileDescriptorCount());
        }
        return null;
    }

    static @Nullable String shortage(int connections, long open, long limit) {
        long needed = connections + open + SPARE;
        return needed <= limit
                ? null
                : "%d connections need %d file descriptors, the limit is %d (ulimit -n)"
                        .formatted(connections, needed, limit);
    }
}
