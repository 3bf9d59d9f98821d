package io.github.reactorboot.benchmarks.compare;

import java.util.List;

/**
 * Something to be measured.
 *
 * @param name as the command line has it
 * @param title what the report calls it
 * @param unit what is counted as a message
 * @param metrics the figures, as the report shows them
 * @param blocks its cases; blocks run one after the other
 */
record Scenario(String name, String title, Unit unit, List<Metric> metrics, List<Block> blocks) {

    Scenario {
        metrics = List.copyOf(metrics);
        blocks = List.copyOf(blocks);
    }
}
