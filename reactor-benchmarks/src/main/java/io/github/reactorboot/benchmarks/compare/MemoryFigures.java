package io.github.reactorboot.benchmarks.compare;

import io.github.reactorboot.benchmarks.process.ClassHistogram;
import java.util.List;

/**
 * What sessions cost a server.
 *
 * @param sessions how many were held
 * @param heapBytes live heap added by all of them
 * @param residentBytes resident memory of the process added by all of them
 * @param classes the classes that grew most
 */
record MemoryFigures(
        int sessions, long heapBytes, long residentBytes, List<ClassHistogram.Growth> classes) {

    MemoryFigures {
        classes = List.copyOf(classes);
    }

    double heapBytesPerSession() {
        return (double) heapBytes / sessions;
    }

    double residentKilobytesPerSession() {
        return residentBytes / 1024.0 / sessions;
    }
}
