package io.github.reactorboot.benchmarks.load;

import java.io.IOException;
import java.nio.channels.SelectionKey;

/** What the loop does at the time. All on the loop's thread. */
interface Activity {

    /** A connection is ready. */
    void ready(SelectionKey key) throws IOException;

    /** Once each turn, before connections are looked at. */
    default void turn(long nowNanos) throws IOException {}

    /** Grows with each sign of life that is awaited. */
    long progress();

    /** How many signs of life are awaited; 0 if the server may be silent. */
    long outstanding();

    /** What these are, in the plural; told when they do not come. */
    String awaited();
}
