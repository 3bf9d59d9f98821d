package io.github.reactorboot.benchmarks.load;

import java.io.IOException;

/** What is common to loops in which each connection gets back what it sent. */
final class Echoes {

    private Echoes() {}

    /** Names a connection that lacks replies, where there is one. */
    static String awaited(Connection[] connections) {
        for (Connection connection : connections) {
            if (connection.awaitsReplies()) {
                return "replies, the first on connection " + connection.index();
            }
        }
        return "replies";
    }

    /** Nothing is in flight: nothing may have begun to come. */
    static void verifyEnd(Connection[] connections) throws IOException {
        for (Connection connection : connections) {
            connection.expectNothingPartial();
        }
    }
}
