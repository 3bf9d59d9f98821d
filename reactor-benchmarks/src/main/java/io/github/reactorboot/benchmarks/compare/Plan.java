package io.github.reactorboot.benchmarks.compare;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What is run, in which order.
 *
 * @param scenarios one after the other
 * @param contenders a block that one transport is enough for keeps to that of the first of them
 * @param rounds how often each window is run
 */
record Plan(List<Scenario> scenarios, List<Contender> contenders, int rounds) {

    Plan {
        scenarios = List.copyOf(scenarios);
        contenders = List.copyOf(contenders);
    }

    /**
     * All windows in order: the contenders of a block take turns in each round, and each round
     * begins with another one, so that none always goes first.
     */
    List<Window> windows() {
        return scenarios.stream().flatMap(this::windows).toList();
    }

    private Stream<Window> windows(Scenario scenario) {
        return IntStream.range(0, scenario.blocks().size())
                .boxed()
                .flatMap(index -> windows(scenario.name(), scenario.blocks().get(index), index));
    }

    private Stream<Window> windows(String scenario, Block block, int index) {
        List<Contender> order = new ArrayList<>(contenders(block));
        // Where there is but one round, blocks at least begin differently.
        Collections.rotate(order, -index);
        List<Window> windows = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            for (Contender contender : order) {
                for (Variant variant : block.variants()) {
                    windows.add(new Window(scenario, variant, contender, round, null));
                }
            }
            Collections.rotate(order, -1);
        }
        return windows.stream();
    }

    private List<Contender> contenders(Block block) {
        return contenders.stream()
                .filter(block.roster()::has)
                .filter(contender -> block.everyTransport() || isFirstTransport(contender))
                .toList();
    }

    private boolean isFirstTransport(Contender contender) {
        return contender.equals(Contender.SELECTOR)
                || contender.engine().equals(contenders.getFirst().engine());
    }
}
