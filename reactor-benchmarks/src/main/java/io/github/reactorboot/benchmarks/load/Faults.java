package io.github.reactorboot.benchmarks.load;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Objects;

/** What went wrong in a run: counted, and the first few told. */
final class Faults {

    private static final int TOLD_MAX = 5;

    private final PrintWriter err;
    private long count;

    Faults(PrintWriter err) {
        this.err = err;
    }

    void add(String message) {
        count++;
        if (count <= TOLD_MAX) {
            err.println(message);
        } else if (count == TOLD_MAX + 1) {
            err.println("more of these are counted only");
        }
        err.flush();
    }

    void add(IOException cause) {
        add(
                cause instanceof LoadFault fault
                        ? Objects.requireNonNull(fault.getMessage())
                        : cause.toString());
    }

    boolean none() {
        return count == 0;
    }

    long count() {
        return count;
    }
}
