package io.github.reactorboot.runtime;

import java.util.ArrayDeque;

/** The datagram sockets of a loop that have something to do at the end of the turn, each once. */
final class DatagramTurns {

    private final ArrayDeque<DatagramTurn> turns = new ArrayDeque<>();

    /** The caller knows that it is not there. */
    void add(DatagramTurn turn) {
        turns.add(turn);
    }

    boolean isEmpty() {
        return turns.isEmpty();
    }

    /** Those that are added meanwhile wait for the next turn. */
    void flush() {
        for (int left = turns.size(); left > 0; left--) {
            turns.remove().end();
        }
    }
}
