package io.github.reactorboot.benchmarks.cache;

import java.util.Locale;

/**
 * What is asked.
 *
 * @param test of redis-benchmark, as its option {@code -t} takes it
 * @param pipeline how many requests each connection sends at a time
 */
record Case(String test, int pipeline) {

    String title() {
        return test.toUpperCase(Locale.ROOT).replace("_MBULK", "");
    }

    @Override
    public String toString() {
        return title() + " P=" + pipeline;
    }
}
