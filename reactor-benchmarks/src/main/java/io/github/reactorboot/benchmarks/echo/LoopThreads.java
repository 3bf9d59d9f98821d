package io.github.reactorboot.benchmarks.echo;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;

/** What is known of the threads of event loops from outside. */
final class LoopThreads {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private LoopThreads() {}

    /** The live threads of these names, all of them. */
    static List<Thread> named(List<String> names) {
        List<Thread> found =
                Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> names.contains(thread.getName()))
                        .toList();
        if (found.size() != names.size()) {
            throw new IllegalStateException("threads of " + names + " are only " + found);
        }
        return found;
    }

    /** The bytes that these threads, which must be alive, have allocated since they began. */
    static long allocatedBytes(List<Thread> threads) {
        long[] ids = threads.stream().mapToLong(Thread::threadId).toArray();
        long sum = 0;
        for (long bytes : THREADS.getThreadAllocatedBytes(ids)) {
            if (bytes < 0) {
                throw new IllegalStateException("an event loop has ended: " + threads);
            }
            sum += bytes;
        }
        return sum;
    }
}
