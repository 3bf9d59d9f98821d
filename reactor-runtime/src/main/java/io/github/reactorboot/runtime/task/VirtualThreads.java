package io.github.reactorboot.runtime.task;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
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

    /** By method handles, for this class is compiled for Java 17. */
    private static Optional<Executor> find() {
        try {
            Class<?> builder = Class.forName("java.lang.Thread$Builder");
            Class<?> virtual = Class.forName("java.lang.Thread$Builder$OfVirtual");
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            Object begun =
                    lookup.findStatic(Thread.class, "ofVirtual", MethodType.methodType(virtual))
                            .invoke();
            MethodType naming = MethodType.methodType(virtual, String.class, long.class);
            Object named =
                    lookup.findVirtual(virtual, "name", naming).invoke(begun, "session-task-", 0L);
            MethodType making = MethodType.methodType(ThreadFactory.class);
            Object threads = lookup.findVirtual(builder, "factory", making).invoke(named);
            return Optional.of(new PerTask((ThreadFactory) threads));
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) {
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
