package io.github.reactorboot.handler;

import io.github.reactorboot.runtime.EventLoop;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs the tasks of one session on an executor, one at a time and in order. When the executor
 * refuses, they wait and it is asked again a little later: nothing is lost, and nothing runs on the
 * event loop. The queue is bounded by whoever fills it.
 */
final class SerialLane implements Runnable {

    private static final Duration RETRY = Duration.ofMillis(10);

    /** So that a busy session cannot keep a thread for itself. */
    private static final int TASKS_PER_RUN = 16;

    private final Executor executor;
    private final EventLoop loop;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

    /** Tasks not finished. Whoever raises it from zero, and then each run, has the lane. */
    private final AtomicInteger unfinished = new AtomicInteger();

    /**
     * Whether the lane waits to be submitted again. Whoever takes that back has the lane, so that
     * no two threads run it.
     */
    private final AtomicBoolean waiting = new AtomicBoolean();

    private volatile boolean ending;

    SerialLane(Executor executor, EventLoop loop) {
        this.executor = executor;
        this.loop = loop;
    }

    boolean isIdle() {
        return unfinished.get() == 0;
    }

    /** Adds a task; on the loop. */
    void add(Runnable task) {
        tasks.add(task);
        if (unfinished.getAndIncrement() == 0) {
            submit();
        }
    }

    /**
     * Adds the last task; on the loop. A lane that waits then gets a thread of its own, for the
     * loop may end before the executor gives in.
     */
    void addLast(Runnable task) {
        ending = true;
        add(task);
        if (waiting.compareAndSet(true, false)) {
            new Thread(this, "reactor-last-messages").start();
        }
    }

    private void submit() {
        try {
            executor.execute(this);
        } catch (RejectedExecutionException full) {
            submitLater();
        }
    }

    private void submitLater() {
        waiting.set(true);
        loop.schedule(RETRY, this::submitAgain);
    }

    private void submitAgain() {
        if (waiting.compareAndSet(true, false)) {
            submit();
        }
    }

    @Override
    public void run() {
        if (loop.inEventLoop()) {
            // An executor that is full and lets the caller do the work: that would be the loop.
            submitLater();
            return;
        }
        int ran = 0;
        do {
            if (ran == TASKS_PER_RUN) {
                ran = 0;
                if (handOver()) {
                    return;
                }
            }
            Runnable task = tasks.poll();
            if (task != null) {
                task.run();
            }
            ran++;
        } while (unfinished.decrementAndGet() > 0);
    }

    /** Gives up the lane, so that other sessions get this thread; false if it is kept. */
    private boolean handOver() {
        if (ending) {
            return false;
        }
        waiting.set(true);
        // Looked at once more, as addLast looks at the other: one of the two sees the other's.
        if (!ending && loop.execute(this::submitAgain)) {
            return true;
        }
        return !waiting.compareAndSet(true, false);
    }
}
