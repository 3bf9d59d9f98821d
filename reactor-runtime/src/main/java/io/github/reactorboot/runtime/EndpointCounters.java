package io.github.reactorboot.runtime;

/** Figures and sessions of one endpoint on one event loop, written by that loop. */
final class EndpointCounters {

    static final int BYTES_IN = 0;
    static final int BYTES_OUT = 1;
    static final int FRAMES_IN = 2;
    static final int FRAMES_OUT = 3;
    static final int QUEUED_BYTES = 4;
    static final int HANDLER_NANOS = 5;
    static final int HANDLER_ERRORS = 6;
    static final int OPENED = 7;
    static final int SENDS_REFUSED = 8;
    private static final int FIGURES = 9;

    private final Counters figures = new Counters(FIGURES);

    /** Those that are open, by number. */
    final SessionTable sessions = SessionTable.byNumber();

    final LogThrottle errorLog = new LogThrottle();

    void add(int figure, long delta) {
        figures.add(figure, delta);
    }

    long get(int figure) {
        return figures.get(figure);
    }
}
