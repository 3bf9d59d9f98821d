package io.github.reactorboot.benchmarks.process;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * All running child processes. None outlives this process: at its end, by whatever signal can be
 * caught, they are killed; where none can be, the end of their standard input ends them. Any thread
 * may use it.
 */
public final class Children implements AutoCloseable {

    private final Set<Child> running = new HashSet<>();
    private final Thread atShutdown = new Thread(this::end, "end children");
    private boolean ended;

    /** Without children yet. */
    public Children() {
        Runtime.getRuntime().addShutdownHook(atShutdown);
    }

    /**
     * Starts a process.
     *
     * @param name what messages call it
     * @throws ChildFailure if it cannot be started
     */
    public synchronized Child start(String name, List<String> command) throws ChildFailure {
        if (ended) {
            throw new ChildFailure("'" + name + "' is not started: this process is ending");
        }
        try {
            Process process = new ProcessBuilder(command).start();
            Child child = new Child(name, process, this::forget);
            running.add(child);
            return child;
        } catch (IOException e) {
            throw new ChildFailure("'" + name + "' cannot be started: " + e.getMessage(), e);
        }
    }

    /** Kills those that still run. */
    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(atShutdown);
        } catch (IllegalStateException e) {
            // The shutdown has begun, and the hook finds nothing left.
        }
    }

    private synchronized void end() {
        ended = true;
        running.forEach(Child::kill);
        running.clear();
    }

    private synchronized void forget(Child child) {
        running.remove(child);
    }
}
