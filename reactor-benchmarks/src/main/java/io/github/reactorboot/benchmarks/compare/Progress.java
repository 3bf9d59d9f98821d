package io.github.reactorboot.benchmarks.compare;

/** Is told how a run goes on, for whoever watches. */
interface Progress extends AutoCloseable {

    /** Before a window. */
    void begins(Window window);

    /** After it, sound or not. */
    void ended(WindowResult result);

    @Override
    void close();
}
