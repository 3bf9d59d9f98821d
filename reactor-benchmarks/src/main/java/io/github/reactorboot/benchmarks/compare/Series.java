package io.github.reactorboot.benchmarks.compare;

/**
 * The windows of one contender in one case, over all rounds.
 *
 * @param scenario name of the scenario
 * @param variant name of the case
 * @param contender who served
 */
record Series(String scenario, String variant, Contender contender) {

    Series of(Contender other) {
        return new Series(scenario, variant, other);
    }

    Series in(String otherVariant) {
        return new Series(scenario, otherVariant, contender);
    }
}
