package io.github.reactorboot.handler;

import io.github.reactorboot.runtime.EventLoop;
import io.github.reactorboot.runtime.LoopState;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the tasks of one session on an executor, one at a time and in order. When the executor
 * refuses, they wait and it is asked again a little later: nothing is lost, and nothing runs on the
 * event loop. When it fails, they are abandoned. The queue is bounded by whoever fills it.
 */
final class SerialLane implements RefusableTask {

    private static final Logger log = LoggerFactory.getLogger(SerialLane.class);

    private static final Duration RETRY = Duration.ofMillis(10);

    /** So that a busy session cannot keep a thread for itself. */
    private static final int TASKS_PER_RUN = 16;

    /** An executor that is full lets the caller run now and then, a direct one always. */
    private static final int RUNS_ON_LOOP_UNTIL_WARNING = 50;

    private static final long WARNING_PERIOD_NANOS = Duration.ofMinutes(1).toNanos();

    /** Of all lanes; far enough back for the first warning to pass. */
    private static final AtomicLong LAST_WARNING =
            new AtomicLong(System.nanoTime() - WARNING_PERIOD_NANOS);

    /** A lane not asked for so long lost its timer with a loop that ended and began again. */
    private static final long FORSAKEN_NANOS = Duration.ofSeconds(5).toNanos();

    private final Executor executor;
    private final EventLoop loop;
    private final Queue<LaneTask> tasks = new ConcurrentLinkedQueue<>();

    /** Tasks not finished. Whoever raises it from zero, and then each run, has the lane. */
    private final AtomicInteger unfinished = new AtomicInteger();

    /**
     * Whether the lane waits to be submitted again. Whoever takes that back has the lane, so that
     * no two threads run it.
     */
    private final AtomicBoolean waiting = new AtomicBoolean();

    private volatile long waitingSince;
    private volatile boolean ending;

    /** In succession; counted by the event loop, reset by a thread that runs the lane. */
    private volatile int runsOnLoop;

    SerialLane(Executor executor, EventLoop loop) {
        this.executor = executor;
        this.loop = loop;
    }

    boolean isIdle() {
        return unfinished.get() == 0;
    }

    /** Adds a task; on the loop. */
    void add(LaneTask task) {
        tasks.add(task);
        if (unfinished.getAndIncrement() == 0) {
            submit();
        }
    }

    /**
     * Adds the last task; on the loop. A lane that waits is watched from then on, for the loop may
     * end before the executor gives in.
     */
    void addLast(LaneTask task) {
        ending = true;
        add(task);
        if (waiting.get()) {
            LastLanes.add(this);
        }
    }

    private void submit() {
        try {
            executor.execute(this);
        } catch (Throwable e) {
            refused(e);
        }
    }

    /** The executor did not take the lane. Any thread, which has the lane. */
    @Override
    public void refused(Throwable cause) {
        if (cause instanceof RejectedExecutionException) {
            submitLater();
        } else {
            abandon(cause);
        }
    }

    private void submitLater() {
        startWaiting();
        boolean timed = true;
        try {
            loop.schedule(RETRY, this::submitAgain);
        } catch (RejectedExecutionException fullOrOver) {
            timed = false;
        }
        // Looked at last, as addLast looks at the other: one of the two sees the other's.
        if (ending || !timed) {
            LastLanes.add(this);
        }
    }

    private void startWaiting() {
        waitingSince = System.nanoTime();
        waiting.set(true);
    }

    private void submitAgain() {
        if (waiting.compareAndSet(true, false)) {
            submit();
        }
    }

    /** Runs the lane here if it waits and its loop will not ask the executor again. */
    void runIfForsaken() {
        boolean forsaken = isLoopOver() || System.nanoTime() - waitingSince >= FORSAKEN_NANOS;
        if (forsaken && waiting.compareAndSet(true, false)) {
            run();
        }
    }

    private boolean isLoopOver() {
        LoopState state = loop.state();
        return state == LoopState.ENDING || state == LoopState.ENDED || state == LoopState.FAILED;
    }

    @Override
    public void run() {
        if (loop.inEventLoop()) {
            // An executor that is full and lets the caller do the work: that would be the loop.
            warnIfDirect();
            submitLater();
            return;
        }
        runsOnLoop = 0;
        int ran = 0;
        do {
            if (ran == TASKS_PER_RUN) {
                ran = 0;
                if (handOver()) {
                    return;
                }
            }
            LaneTask task = tasks.poll();
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
        startWaiting();
        // Looked at once more, as addLast looks at the other: one of the two sees the other's.
        if (!ending && loop.execute(this::submitAgain)) {
            return true;
        }
        return !waiting.compareAndSet(true, false);
    }

    /** Nothing of it will run: the lane is idle then. */
    private void abandon(Throwable cause) {
        do {
            LaneTask task = tasks.poll();
            if (task != null) {
                task.abandon(cause);
            }
        } while (unfinished.decrementAndGet() > 0);
    }

    private void warnIfDirect() {
        int runs = runsOnLoop + 1;
        runsOnLoop = runs;
        if (runs < RUNS_ON_LOOP_UNTIL_WARNING) {
            return;
        }
        runsOnLoop = 0;
        long now = System.nanoTime();
        long last = LAST_WARNING.get();
        if (now - last >= WARNING_PERIOD_NANOS && LAST_WARNING.compareAndSet(last, now)) {
            log.warn(
                    "Executor {} keeps running {} on the event loop that calls it, where it must"
                            + " not block, so it is not served. Use an executor with threads of its"
                            + " own for blocking handler methods.",
                    executor,
                    tasks.peek());
        }
    }
}
