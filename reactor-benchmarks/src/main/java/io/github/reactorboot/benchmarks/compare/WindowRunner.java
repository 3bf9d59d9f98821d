package io.github.reactorboot.benchmarks.compare;

import io.github.reactorboot.benchmarks.process.ChildFailure;

/** Runs one window. */
interface WindowRunner {

    /**
     * Returns when the window is over and nothing of it is left.
     *
     * @throws ChildFailure if server or client did not do its part
     */
    WindowResult run(Window window) throws ChildFailure, InterruptedException;
}
