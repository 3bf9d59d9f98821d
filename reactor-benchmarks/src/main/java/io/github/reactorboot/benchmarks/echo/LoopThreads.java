package io.github.reactorboot.benchmarks.echo;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;

/** What is known of the threads of event loops from outside. */
final class LoopThreads {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private LoopThreads() {}

    /** The live threads of these names. */
    static List<Thread> named(List<String> names) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> names.contains(thread.getName()))
                .toList();
    }

    /** The bytes that these threads have allocated since they began; those that ended count 0. */
    static long allocatedBytes(List<Thread> threads) {
        long[] ids = threads.stream().mapToLong(Thread::threadId).toArray();
        long sum = 0;
        for (long bytes : THREADS.getThreadAllocatedBytes(ids)) {
            sum += Math.max(0, bytes);
        }
        return sum;
    }
}
