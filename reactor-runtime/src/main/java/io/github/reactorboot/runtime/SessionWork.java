package io.github.reactorboot.runtime;

/**
 * The sessions of one event loop that have something to do in this turn or the next. Owned by the
 * loop.
 */
final class SessionWork {

    private final SessionList toFlush = new SessionList();
    private final SessionList toAttend = new SessionList();
    private final DatagramTurns datagrams = new DatagramTurns();

    /** It has held frames, or is on its way to an end. */
    void attendLater(SessionFlow session) {
        toAttend.add(session, SessionFlow.LISTED_TO_ATTEND);
    }

    /** It has output. */
    void flushLater(SessionFlow session) {
        toFlush.add(session, SessionFlow.LISTED_TO_FLUSH);
    }

    /** Sessions over datagrams have output, or something else to do. */
    void flushLater(DatagramTurn turn) {
        datagrams.add(turn);
    }

    /** How many were attended to. */
    int attend() {
        return toAttend.each(SessionFlow.LISTED_TO_ATTEND, SessionFlow::attend);
    }

    /** How many are to be flushed again in the next turn, as those that send a long file. */
    int flush() {
        toFlush.each(SessionFlow.LISTED_TO_FLUSH, SessionFlow::flush);
        datagrams.flush();
        return toFlush.size();
    }

    boolean isEmpty() {
        return toAttend.isEmpty() && toFlush.isEmpty() && datagrams.isEmpty();
    }
}
