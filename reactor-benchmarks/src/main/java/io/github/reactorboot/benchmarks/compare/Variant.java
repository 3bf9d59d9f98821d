package io.github.reactorboot.benchmarks.compare;

import org.jspecify.annotations.Nullable;

/**
 * One case of a scenario.
 *
 * @param name unique in the scenario
 * @param kind what is measured
 * @param server how the server is set up
 * @param load what the client does
 * @param comparedWith name of the case of the same round that each contender's own figure is
 *     divided by, null if none
 * @param halfOf name of the earlier case that the rate comes from: half of what the slowest
 *     contender reached there; null in a closed loop
 */
record Variant(
        String name,
        Kind kind,
        ServerShape server,
        LoadShape load,
        @Nullable String comparedWith,
        @Nullable String halfOf) {

    enum Kind {
        /** What the client counts, and the server's processor time. */
        LOAD,
        /** The server's memory for each session. */
        MEMORY,
        /** What the server's loop threads allocate for each message. */
        ALLOCATION
    }

    static Variant load(ServerShape server, LoadShape load) {
        return of(Kind.LOAD, server, load);
    }

    static Variant of(Kind kind, ServerShape server, LoadShape load) {
        return new Variant(load.text(), kind, server, load, null, null);
    }

    Variant named(String newName) {
        return new Variant(newName, kind, server, load, comparedWith, halfOf);
    }

    Variant comparedWith(String base) {
        return new Variant(name, kind, server, load, base, halfOf);
    }

    Variant atHalfOf(String maximum) {
        return new Variant(name, kind, server, load, comparedWith, maximum);
    }
}
