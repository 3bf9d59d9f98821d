package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.engine.PollEngine;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begin and end of an event loop and its thread. A loop that has ended can begin again, with a new
 * engine.
 */
final class LoopLife {

    private static final Logger log = LoggerFactory.getLogger(EventLoop.class);

    private final EventLoop loop;
    private volatile @Nullable Thread thread;
    private volatile LoopState state = LoopState.NEW;
    private volatile @Nullable Throwable failure;
    private volatile boolean ending;

    /** Written and read by who steps the loop. */
    private boolean inTurn;

    LoopLife(EventLoop loop) {
        this.loop = loop;
    }

    void open() throws IOException {
        LoopState current = state;
        if (current == LoopState.RUNNING || current == LoopState.ENDING) {
            throw new IllegalStateException(
                    "event loop " + loop.name() + " has not ended yet; something blocks it");
        }
        loop.openEngine();
        ending = false;
        failure = null;
        state = LoopState.RUNNING;
    }

    Thread startThread(boolean daemon) {
        Thread started = new Thread(this::run, "reactor-" + loop.name());
        started.setDaemon(daemon);
        // Known before it runs: what is submitted from now on must not take itself for the loop.
        thread = started;
        started.start();
        return started;
    }

    private void run() {
        Throwable cause = null;
        try {
            while (!ending) {
                loop.turn(PollEngine.FOREVER);
            }
        } catch (Throwable t) {
            cause = t;
        }
        end(cause);
    }

    /**
     * Every step is made whatever became of the one before, and the log comes last: without memory
     * even that may throw. The state says that the loop is over only when nothing of it is left, so
     * that it can begin again.
     */
    private void end(@Nullable Throwable cause) {
        failure = cause;
        ending = true;
        state = LoopState.ENDING;
        Throwable trouble = attempt(() -> loop.closeSessions(cause));
        Throwable more = attempt(loop::closeEngine);
        thread = null;
        state = cause == null ? LoopState.ENDED : LoopState.FAILED;
        if (cause != null) {
            attempt(() -> loop.observer().onLoopFailed(loop, cause));
            attempt(() ->
                    log.error(
                            "Event loop {} failed; its sessions and listening sockets were closed",
                            loop.name(),
                            cause));
        }
        for (Throwable each : new Throwable[] {trouble, more}) {
            if (each != null) {
                attempt(() -> log.error("Event loop {}: error while it ended", loop.name(), each));
            }
        }
    }

    private static @Nullable Throwable attempt(Runnable step) {
        try {
            step.run();
            return null;
        } catch (Throwable t) {
            return t;
        }
    }

    /** Asks the loop to end after this turn. Any thread. */
    void requestEnd() {
        ending = true;
        if (!isOver()) {
            loop.engine().wakeup();
        }
    }

    /** Ends a loop that has no thread of its own; in the midst of a turn, when that is over. */
    void endEmbedded() {
        ending = true;
        if (!isOver() && !inTurn) {
            thread = Thread.currentThread();
            end(null);
        }
    }

    /** One turn of a loop that the caller steps. */
    int runOnce(long timeoutNanos) throws IOException {
        if (state != LoopState.RUNNING) {
            throw new IllegalStateException("event loop " + loop.name() + " is not running");
        }
        adopt();
        inTurn = true;
        int work;
        try {
            work = loop.turn(timeoutNanos);
        } finally {
            inTurn = false;
        }
        if (ending) {
            end(null);
        }
        return work;
    }

    /** The caller steps the loop from now on. */
    @SuppressWarnings("ReferenceEquality") // a thread is itself and nothing else
    private void adopt() {
        Thread owner = thread;
        if (owner == null) {
            thread = Thread.currentThread();
        } else if (owner != Thread.currentThread()) {
            throw new IllegalStateException(
                    "event loop " + loop.name() + " is run by " + owner.getName());
        }
    }

    boolean isEnding() {
        return ending;
    }

    boolean isOver() {
        LoopState current = state;
        return current == LoopState.ENDING
                || current == LoopState.ENDED
                || current == LoopState.FAILED;
    }

    /** Whether the thread is gone although nobody said so: not even the end could be handled. */
    private boolean isLost() {
        Thread owner = thread;
        return owner != null && owner.getState() == Thread.State.TERMINATED;
    }

    LoopState state() {
        if (isLost()) {
            return LoopState.FAILED;
        }
        return state;
    }

    @Nullable Throwable failure() {
        return failure;
    }

    @Nullable Thread thread() {
        return thread;
    }
}
