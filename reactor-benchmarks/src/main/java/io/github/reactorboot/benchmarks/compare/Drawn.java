package io.github.reactorboot.benchmarks.compare;

import java.util.List;
import java.util.Optional;

/**
 * What came of drawing.
 *
 * @param plots the pictures
 * @param obstacle why there are none
 */
record Drawn(List<Plot> plots, Optional<String> obstacle) {

    Drawn {
        plots = List.copyOf(plots);
    }

    static Drawn nothing(String why) {
        return new Drawn(List.of(), Optional.of(why));
    }

    List<Plot> of(String scenario) {
        return plots.stream().filter(plot -> plot.scenario().equals(scenario)).toList();
    }
}
