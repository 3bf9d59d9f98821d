package io.github.reactorboot.benchmarks.compare;

import static io.github.reactorboot.benchmarks.compare.Metric.ALLOCATED;
import static io.github.reactorboot.benchmarks.compare.Metric.CLIENT_BUSY;
import static io.github.reactorboot.benchmarks.compare.Metric.CLIENT_LATE;
import static io.github.reactorboot.benchmarks.compare.Metric.HEAP;
import static io.github.reactorboot.benchmarks.compare.Metric.MAX;
import static io.github.reactorboot.benchmarks.compare.Metric.P50;
import static io.github.reactorboot.benchmarks.compare.Metric.P99;
import static io.github.reactorboot.benchmarks.compare.Metric.P999;
import static io.github.reactorboot.benchmarks.compare.Metric.RATE;
import static io.github.reactorboot.benchmarks.compare.Metric.RESIDENT;
import static io.github.reactorboot.benchmarks.compare.Metric.SERVER_BUSY;
import static io.github.reactorboot.benchmarks.compare.Metric.SERVER_CPU;

import io.github.reactorboot.benchmarks.compare.Variant.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The catalogue: every scenario with its cases, in the order in which they run.
 *
 * @param quick few and small cases: a smoke test
 */
record Scenarios(boolean quick) {

    static final String PLAIN = "plain";
    static final String FRAMED = "framed";
    static final String ANNOTATED = "annotated";
    static final String ACCEPT = "accept";
    static final String MEMORY = "memory";
    static final String GROWTH = "growth";
    static final String LATENCY = "latency";
    static final String FAN_OUT = "fan-out";
    static final String ALLOCATION = "allocation";

    static final String HALF_LOAD = "half load";
    static final String SPIN = "C=1 D=1 spin";
    static final String BLOCK = "C=1 D=1 block";
    static final int GROWTH_BASE = 50;

    private static final String MAXIMUM = "maximum";
    private static final List<Metric> RATE_AND_CPU =
            List.of(RATE, SERVER_CPU, SERVER_BUSY, CLIENT_BUSY);

    List<Scenario> all() {
        return List.of(
                echoes(PLAIN, "Plain echo", echoBlocks(ServerShape.RAW, plainLoads())),
                echoes(FRAMED, "Framed echo", echoBlocks(ServerShape.FRAMED, framedLoads())),
                echoes(ANNOTATED, "Annotated bean", annotated()),
                accept(),
                memory(),
                growth(),
                latency(),
                fanOut(),
                allocation());
    }

    /** The scenario of that name in its full size. */
    static Scenario named(String name) {
        return new Scenarios(false)
                .all().stream()
                        .filter(scenario -> scenario.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("no scenario " + name));
    }

    private static Scenario echoes(String name, String title, List<Block> blocks) {
        return new Scenario(name, title, Unit.MESSAGE, RATE_AND_CPU, blocks);
    }

    private Stream<LoadShape> plainLoads() {
        return quick
                ? Stream.of(LoadShape.echo(50, 1), LoadShape.echo(50, 32))
                : Stream.of(
                        LoadShape.echo(50, 1),
                        LoadShape.echo(500, 1),
                        LoadShape.echo(50, 32),
                        LoadShape.echo(50, 8, 1024));
    }

    private Stream<LoadShape> framedLoads() {
        return quick
                ? Stream.of(LoadShape.echo(50, 32))
                : Stream.of(LoadShape.echo(50, 32), LoadShape.echo(50, 1));
    }

    /** A quick run sees every transport once raw and once framed. */
    private List<Block> echoBlocks(ServerShape server, Stream<LoadShape> loads) {
        List<Block> blocks = new ArrayList<>();
        loads.forEach(load ->
                blocks.add(
                        new Block(
                                Roster.SERVERS,
                                !quick || blocks.isEmpty(),
                                List.of(Variant.load(server, load)))));
        return blocks;
    }

    private List<Block> annotated() {
        return framedLoads()
                .map(load -> block(Roster.HANDLERS, Variant.load(ServerShape.FRAMED, load)))
                .toList();
    }

    private Scenario accept() {
        Variant variant = Variant.load(ServerShape.RAW, LoadShape.of("connect", 32)).named("C=32");
        return new Scenario(
                ACCEPT,
                "Connections accepted",
                Unit.CONNECTION,
                RATE_AND_CPU,
                List.of(block(Roster.SERVERS, variant)));
    }

    private Scenario memory() {
        int sessions = quick ? 1_000 : 10_000;
        Variant variant =
                Variant.of(Kind.MEMORY, ServerShape.RAW, LoadShape.of("hold", sessions))
                        .named("C=" + sessions);
        return new Scenario(
                MEMORY,
                "Memory of idle sessions after one exchange",
                Unit.SESSION,
                List.of(HEAP, RESIDENT),
                List.of(block(Roster.JVM_SERVERS, variant)));
    }

    private Scenario growth() {
        int[] counts = quick ? new int[] {1_000} : new int[] {10, 100, 1_000, 10_000};
        String base = "C=" + GROWTH_BASE;
        List<Variant> variants = new ArrayList<>();
        variants.add(plain(GROWTH_BASE).named(base));
        for (int count : counts) {
            variants.add(plain(count).named("C=" + count).comparedWith(base));
        }
        return new Scenario(
                GROWTH,
                "Growth of connections, D=1",
                Unit.MESSAGE,
                RATE_AND_CPU,
                List.of(new Block(Roster.SERVERS, !quick, variants)));
    }

    private Scenario latency() {
        LoadShape alone = LoadShape.echo(1, 1).spinning();
        return new Scenario(
                LATENCY,
                "Latency",
                Unit.MESSAGE,
                List.of(RATE, P50, P99, P999, MAX, CLIENT_LATE),
                List.of(
                        block(Roster.SERVERS, plain(50).named(MAXIMUM)),
                        block(Roster.SERVERS, plain(50).named(HALF_LOAD).atHalfOf(MAXIMUM)),
                        block(
                                Roster.REACTOR,
                                Variant.load(ServerShape.RAW, alone).named(BLOCK),
                                Variant.load(ServerShape.SPINNING, alone)
                                        .named(SPIN)
                                        .comparedWith(BLOCK))));
    }

    private Scenario fanOut() {
        int receivers = quick ? 200 : 1_000;
        Variant variant =
                Variant.load(ServerShape.FAN_OUT, LoadShape.of("fan-out", receivers))
                        .named("1 to " + receivers);
        return new Scenario(
                FAN_OUT,
                "Fan-out from one publisher",
                Unit.DELIVERY,
                RATE_AND_CPU,
                List.of(block(Roster.JVM_SERVERS, variant)));
    }

    private Scenario allocation() {
        LoadShape load = LoadShape.echo(50, 8);
        return new Scenario(
                ALLOCATION,
                "Allocated by the loop threads",
                Unit.MESSAGE,
                List.of(ALLOCATED),
                List.of(
                        block(
                                Roster.RUNTIMES,
                                Variant.of(Kind.ALLOCATION, ServerShape.RAW, load).named("raw"),
                                Variant.of(Kind.ALLOCATION, ServerShape.FRAMED, load)
                                        .named("framed"))));
    }

    private static Variant plain(int connections) {
        return Variant.load(ServerShape.RAW, LoadShape.echo(connections, 1));
    }

    private Block block(Roster roster, Variant... variants) {
        return new Block(roster, !quick, List.of(variants));
    }
}
