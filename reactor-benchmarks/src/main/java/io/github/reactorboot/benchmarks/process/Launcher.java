package io.github.reactorboot.benchmarks.process;

import java.util.List;

/** Starts children of one kind. */
public interface Launcher {

    /**
     * Starts one.
     *
     * @param arguments which, such as a subcommand of these benchmarks, and its options
     * @throws ChildFailure if it cannot be started
     */
    Child start(List<String> arguments) throws ChildFailure, InterruptedException;
}
