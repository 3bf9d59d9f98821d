package io.github.reactorboot.benchmarks.load;

/** What is asked of the server. */
enum LoadPattern {
    /** Messages that come back as they went. */
    ECHO("echo"),
    /** Connections, each with one message, opened and reset as fast as it goes. */
    CONNECT("connect"),
    /** Connections that are opened, used once and kept. */
    HOLD("hold"),
    /** Messages of one publisher that come to all others. */
    FAN_OUT("fan-out");

    private final String word;

    LoadPattern(String word) {
        this.word = word;
    }

    /** As on the command line. */
    @Override
    public String toString() {
        return word;
    }
}
