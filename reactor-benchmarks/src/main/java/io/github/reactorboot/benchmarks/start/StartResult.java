package io.github.reactorboot.benchmarks.start;

import io.github.reactorboot.benchmarks.report.MachineInfo;
import io.github.reactorboot.benchmarks.report.Spread;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What came of a run.
 *
 * @param machine what it was made on
 * @param javaOptions of the applications' JVMs
 * @param excluded the configurations that the first application leaves out
 * @param rounds the figures
 * @param added what was added, by application
 */
record StartResult(
        MachineInfo machine,
        List<String> javaOptions,
        List<String> excluded,
        List<StartRound> rounds,
        List<Added> added) {

    StartResult {
        javaOptions = List.copyOf(javaOptions);
        excluded = List.copyOf(excluded);
        rounds = List.copyOf(rounds);
        added = List.copyOf(added);
    }

    static StartResult of(MachineInfo machine, List<String> javaOptions, List<StartRound> rounds) {
        return new StartResult(
                machine,
                javaOptions,
                StartVariant.configurations(),
                rounds,
                List.of(
                        Added.of(StartVariant.NOTHING_DECLARED, rounds),
                        Added.of(StartVariant.ONE_LISTENER, rounds)));
    }

    /** A figure of an application over all rounds. */
    Spread spread(StartVariant variant, ToDoubleFunction<StartFigures> figure) {
        return Spread.of(
                rounds.stream().map(round -> figure.applyAsDouble(round.of(variant))).toList());
    }
}
