package io.github.reactorboot.benchmarks.compare;

/**
 * What loop threads allocated while echoing went on.
 *
 * @param bytes allocated between two questions
 * @param seconds time between them
 * @param messages how many the client counted in that time, on average of its window
 */
record AllocationFigures(long bytes, double seconds, double messages) {

    double bytesPerMessage() {
        return bytes / messages;
    }
}
