package io.github.reactorboot.benchmarks.start;

import java.util.Map;

/**
 * One start of each application.
 *
 * @param round from 1
 * @param figures by application
 */
record StartRound(int round, Map<StartVariant, StartFigures> figures) {

    StartRound {
        figures = Map.copyOf(figures);
    }

    StartFigures of(StartVariant variant) {
        StartFigures found = figures.get(variant);
        if (found == null) {
            throw new IllegalArgumentException("round " + round + " has no " + variant);
        }
        return found;
    }
}
