package io.github.reactorboot.benchmarks.compare;

import java.util.List;
import java.util.stream.Stream;

/**
 * Two contenders that are worth a ratio.
 *
 * @param ours whose figure is divided
 * @param peer by whose
 */
record Pair(Contender ours, Contender peer) {

    /** All pairs among those present: ours beside the peers on the same transport. */
    static List<Pair> among(List<Contender> present) {
        return present.stream()
                .flatMap(ours -> peers(ours).map(peer -> new Pair(ours, peer)))
                .filter(pair -> present.contains(pair.peer()))
                .toList();
    }

    private static Stream<Contender> peers(Contender ours) {
        if (ours.is(Contender.REACTOR)) {
            return Stream.of(ours.as(Contender.NETTY), ours.as(Contender.C), Contender.SELECTOR);
        }
        if (ours.is(Contender.SPRING)) {
            return Stream.of(ours.as(Contender.REACTOR), ours.as(Contender.NETTY));
        }
        // A yardstick that is no faster than the peers is none.
        return ours.is(Contender.C) ? Stream.of(ours.as(Contender.NETTY)) : Stream.empty();
    }

    @Override
    public String toString() {
        return ours + " / " + peer;
    }
}
