package io.github.reactorboot.runtime.task;

import java.lang.reflect.Method;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;

/** A virtual thread for each task, where the JVM has them: Java 21 and newer. */
public final class VirtualThreads {

    private static final Optional<Executor> EXECUTOR = find();

    private VirtualThreads() {}

    /**
     * Starts a virtual thread for each task, and never refuses one; empty where the JVM has no such
     * threads.
     */
    public static Optional<Executor> executor() {
        return EXECUTOR;
    }

    /** By reflection, for this class is compiled for Java 17. */
    private static Optional<Executor> find() {
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            Class<?> type = Class.forName("java.lang.Thread$Builder$OfVirtual");
            Method name = type.getMethod("name", String.class, long.class);
            Method factory = type.getMethod("factory");
            ThreadFactory threads =
                    (ThreadFactory) factory.invoke(name.invoke(builder, "session-task-", 0L));
            return Optional.of(new PerTask(threads));
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            // Not there, or in Java 19 and 20 not enabled.
            return Optional.empty();
        }
    }

    private record PerTask(ThreadFactory threads) implements Executor {

        @Override
        public void execute(Runnable task) {
            threads.newThread(task).start();
        }

        @Override
        public String toString() {
            return "virtual threads";
        }
    }
}
