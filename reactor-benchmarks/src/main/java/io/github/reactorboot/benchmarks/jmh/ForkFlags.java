package io.github.reactorboot.benchmarks.jmh;

/** What the JVMs are started with that run the benchmarks. */
final class ForkFlags {

    /** The native transports of the peers, and our engines, without a warning. */
    static final String NATIVE = "--enable-native-access=ALL-UNNAMED";

    /** Netty leaves Unsafe alone on Java 25 unless told so: a peer is measured at its best. */
    static final String UNSAFE = "--sun-misc-unsafe-memory-access=allow";

    /** A heap that neither grows while it is measured nor is short with a million timers. */
    static final String HEAP_LEAST = "-Xms1g";

    static final String HEAP_MOST = "-Xmx1g";

    private ForkFlags() {}
}
