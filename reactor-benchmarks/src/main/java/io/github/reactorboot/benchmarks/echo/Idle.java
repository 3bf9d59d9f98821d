package io.github.reactorboot.benchmarks.echo;

import java.util.Locale;

/** What an event loop does when there is nothing to do. */
enum Idle {
    /** Waits in the kernel. */
    BLOCK,
    /** Looks again at once. */
    SPIN;

    /** As on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
