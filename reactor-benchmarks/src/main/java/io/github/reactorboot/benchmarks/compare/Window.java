package io.github.reactorboot.benchmarks.compare;

import org.jspecify.annotations.Nullable;

/**
 * One measurement: a fresh server under a fresh client.
 *
 * @param scenario name of the scenario
 * @param variant its case
 * @param contender who serves
 * @param round from 1
 * @param rate messages per second that are sent in an open loop, null in a closed one
 */
record Window(
        String scenario, Variant variant, Contender contender, int round, @Nullable Double rate) {

    Window atRate(double newRate) {
        return new Window(scenario, variant, contender, round, newRate);
    }

    Series series() {
        return new Series(scenario, variant.name(), contender);
    }

    @Override
    public String toString() {
        return "%s, %s, %s, round %d".formatted(scenario, variant.name(), contender, round);
    }
}
