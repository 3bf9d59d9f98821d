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

    LoopLife(EventLoop loop) {
        this.loop = loop;
    }

    void open() throws IOException {
        if (state == LoopState.RUNNING) {
            throw new IllegalStateException("event loop " + loop.name() + " runs already");
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
        try {
            while (!ending) {
                loop.turn(PollEngine.FOREVER);
            }
            end(LoopState.ENDED, null);
        } catch (Throwable t) {
            log.error("Event loop {} failed; its sessions are closed", loop.name(), t);
            end(LoopState.FAILED, t);
        }
    }

    private void end(LoopState last, @Nullable Throwable cause) {
        failure = cause;
        state = last;
        try {
            loop.closeSessions(cause);
        } catch (Throwable t) {
            log.error("Event loop {}: error while closing its sessions", loop.name(), t);
        }
        try {
            loop.closeEngine();
        } catch (Throwable t) {
            log.error("Event loop {}: error while closing its engine", loop.name(), t);
        }
        thread = null;
        if (cause != null) {
            loop.observer().onLoopFailed(loop, cause);
        }
    }

    /** Asks the loop to end after this turn. Any thread. */
    void requestEnd() {
        ending = true;
        if (!isOver()) {
            loop.engine().wakeup();
        }
    }

    /** Ends a loop that has no thread of its own. */
    void endEmbedded() {
        if (!isOver()) {
            thread = Thread.currentThread();
            end(LoopState.ENDED, null);
        }
    }

    /** The caller steps the loop from now on. */
    @SuppressWarnings("ReferenceEquality") // a thread is itself and nothing else
    void adopt() {
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
        return current == LoopState.ENDED || current == LoopState.FAILED;
    }

    LoopState state() {
        return state;
    }

    @Nullable Throwable failure() {
        return failure;
    }

    @Nullable Thread thread() {
        return thread;
    }
}
