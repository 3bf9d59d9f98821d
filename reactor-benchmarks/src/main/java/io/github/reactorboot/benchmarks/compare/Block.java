package io.github.reactorboot.benchmarks.compare;

import java.util.List;

/**
 * Cases that are measured together in each round, so that their ratio within a round means
 * something in spite of a drifting machine.
 *
 * @param roster whom it is about
 * @param everyTransport false if the first transport is enough
 * @param variants in the order in which they run
 */
record Block(Roster roster, boolean everyTransport, List<Variant> variants) {

    Block {
        variants = List.copyOf(variants);
    }
}
