package io.github.reactorboot.benchmarks.compare;

/** Whether a bar was reached. */
enum Verdict {
    REACHED("reached"),
    NOT_REACHED("**not reached**"),
    /** The client had no processor time left, so the server was not asked for all it can do. */
    CLIENT_LIMITED("client is the limit");

    private final String text;

    Verdict(String text) {
        this.text = text;
    }

    static Verdict of(boolean reached) {
        return reached ? REACHED : NOT_REACHED;
    }

    String text() {
        return text;
    }
}
