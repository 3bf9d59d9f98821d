package io.github.reactorboot.benchmarks.cache;

import java.util.List;

/**
 * What is measured.
 *
 * @param tests of redis-benchmark
 * @param pipelines requests that a connection sends at a time
 * @param clients connections
 * @param dataSize bytes of a value
 * @param rounds how often each window is run
 * @param seconds how long a window is to take
 * @param requests of a window; 0 for as many as take that long
 */
record CacheSettings(
        List<String> tests,
        List<Integer> pipelines,
        int clients,
        int dataSize,
        int rounds,
        double seconds,
        long requests) {

    CacheSettings {
        tests = List.copyOf(tests);
        pipelines = List.copyOf(pipelines);
    }

    List<Case> cases() {
        return pipelines.stream()
                .flatMap(pipeline -> tests.stream().map(test -> new Case(test, pipeline)))
                .toList();
    }
}
