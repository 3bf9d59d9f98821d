package io.github.reactorboot.benchmarks.echo;

import java.util.Locale;

/** How a server finds messages in the stream. */
enum Framing {
    /** Not at all: bytes go back as they came. */
    RAW,
    /** A big-endian length of 4 bytes, and so many bytes. */
    LENGTH;

    /** As on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
