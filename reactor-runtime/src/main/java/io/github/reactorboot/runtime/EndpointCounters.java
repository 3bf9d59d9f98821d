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
    static final int DATAGRAMS_TRUNCATED = 9;
    static final int DATAGRAMS_DROPPED = 10;
    static final int DATAGRAM_RECEIVES_FAILED = 11;
    static final int DATAGRAM_SENDS_FAILED = 12;
    private static final int FIGURES = 13;

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
