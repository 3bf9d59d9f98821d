package io.github.reactorboot.benchmarks.compare;

/** Which contenders a measurement is about. */
enum Roster {
    /** The servers in their plainest form. */
    SERVERS,
    /** The same without those in C, which have no heap to look at, and do not fan out. */
    JVM_SERVERS,
    /** The runtime's two kinds of handler. */
    HANDLERS,
    /** All that have a runtime of their own on the loop. */
    RUNTIMES,
    /** This runtime alone. */
    REACTOR;

    boolean has(Contender contender) {
        return switch (contender.server()) {
            case Contender.REACTOR -> true;
            case Contender.SPRING -> this == HANDLERS || this == RUNTIMES;
            case Contender.NETTY -> this == SERVERS || this == JVM_SERVERS || this == RUNTIMES;
            case Contender.C -> this == SERVERS;
            default -> this == SERVERS || this == JVM_SERVERS;
        };
    }
}
