package io.github.reactorboot.benchmarks.compare;

import io.github.reactorboot.benchmarks.load.LoadResult;
import org.jspecify.annotations.Nullable;

/**
 * What came of a window.
 *
 * @param window what was run
 * @param load what the client reported
 * @param memory where memory was measured
 * @param allocation where allocation was measured
 * @param failure why the window does not count, null if it was sound
 */
record WindowResult(
        Window window,
        @Nullable LoadResult load,
        @Nullable MemoryFigures memory,
        @Nullable AllocationFigures allocation,
        @Nullable String failure) {

    static WindowResult of(Window window, LoadResult load) {
        return new WindowResult(window, load, null, null, unsound(load));
    }

    static WindowResult of(Window window, LoadResult load, AllocationFigures allocation) {
        return new WindowResult(window, load, null, allocation, unsound(load));
    }

    static WindowResult of(Window window, MemoryFigures memory) {
        return new WindowResult(window, null, memory, null, null);
    }

    static WindowResult failed(Window window, String failure) {
        return new WindowResult(window, null, null, null, failure);
    }

    private static @Nullable String unsound(LoadResult load) {
        if (load.errors() != 0) {
            return "the client counted " + load.errors() + " errors";
        }
        return load.messages() == 0 ? "not one message came back" : null;
    }
}
