package io.github.reactorboot.benchmarks.start;

import io.github.reactorboot.benchmarks.report.Spread;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What an application's start takes beyond that of the one without the starter's configuration.
 * Differences are formed within each round first.
 *
 * @param variant the application
 * @param uptimeMillis time to ready
 * @param mainThreadCpuMillis processor time of the starting thread
 * @param processCpuMillis processor time of the process
 * @param loadedClasses classes loaded
 */
record Added(
        StartVariant variant,
        Spread uptimeMillis,
        Spread mainThreadCpuMillis,
        Spread processCpuMillis,
        Spread loadedClasses) {

    static Added of(StartVariant variant, List<StartRound> rounds) {
        return new Added(
                variant,
                difference(variant, rounds, StartFigures::uptimeMillis),
                difference(variant, rounds, StartFigures::mainThreadCpuMillis),
                difference(variant, rounds, StartFigures::processCpuMillis),
                difference(variant, rounds, StartFigures::loadedClasses));
    }

    private static Spread difference(
            StartVariant variant, List<StartRound> rounds, ToDoubleFunction<StartFigures> figure) {
        return Spread.of(
                rounds.stream()
                        .map(round ->
                                figure.applyAsDouble(round.of(variant))
                                        - figure.applyAsDouble(round.of(StartVariant.WITHOUT)))
                        .toList());
    }
}
