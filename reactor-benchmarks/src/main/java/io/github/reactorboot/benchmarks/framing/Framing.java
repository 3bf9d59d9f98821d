package io.github.reactorboot.benchmarks.framing;

/** How a message is told from the next. */
public enum Framing {
    /** Not at all: the server sends back bytes as they came. */
    RAW("raw", 0),
    /** By four bytes before it, its length, highest byte first. */
    LENGTH("length", Integer.BYTES);

    private final String word;
    private final int headerBytes;

    Framing(String word, int headerBytes) {
        this.word = word;
        this.headerBytes = headerBytes;
    }

    /** Bytes before each message. */
    public int headerBytes() {
        return headerBytes;
    }

    /** As on the command line. */
    @Override
    public String toString() {
        return word;
    }
}
