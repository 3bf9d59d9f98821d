package io.github.reactorboot.benchmarks.cache;

import io.github.reactorboot.benchmarks.report.MachineInfo;
import java.util.List;

/**
 * What came of a run.
 *
 * @param machine what it was made on
 * @param software what was measured
 * @param settings how
 * @param comparisons a row for each case
 * @param windows the figures behind them
 */
record CacheResult(
        MachineInfo machine,
        Software software,
        CacheSettings settings,
        List<Comparison> comparisons,
        List<CacheWindow> windows) {

    CacheResult {
        comparisons = List.copyOf(comparisons);
        windows = List.copyOf(windows);
    }

    static CacheResult of(
            MachineInfo machine,
            Software software,
            CacheSettings settings,
            List<CacheWindow> windows) {
        return new CacheResult(
                machine,
                software,
                settings,
                settings.cases().stream().map(asked -> Comparison.of(asked, windows)).toList(),
                windows);
    }
}
