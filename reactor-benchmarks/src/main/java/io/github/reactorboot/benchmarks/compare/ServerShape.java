package io.github.reactorboot.benchmarks.compare;

/**
 * How a server is set up for a window.
 *
 * @param framing {@code raw} or {@code length}
 * @param idle {@code block} or {@code spin}
 * @param fanOut whether what is received goes to all other sessions
 */
record ServerShape(String framing, String idle, boolean fanOut) {

    static final ServerShape RAW = new ServerShape("raw", "block", false);
    static final ServerShape FRAMED = new ServerShape("length", "block", false);
    static final ServerShape SPINNING = new ServerShape("raw", "spin", false);
    static final ServerShape FAN_OUT = new ServerShape("length", "block", true);
}
