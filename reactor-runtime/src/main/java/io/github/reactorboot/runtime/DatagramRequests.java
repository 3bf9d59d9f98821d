package io.github.reactorboot.runtime;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/**
 * As {@link SessionRequests}, for a datagram session: what other threads have asked and the loop
 * has not done yet. Any thread asks; the loop does.
 */
final class DatagramRequests {

    static final int CLOSE = 1;
    static final int ABORT = 2;
    static final int SHUT_OUTPUT = 4;
    static final int PAUSE = 8;
    static final int RESUME = 16;

    private static final AtomicIntegerFieldUpdater<DatagramSession> ASKED =
            AtomicIntegerFieldUpdater.newUpdater(DatagramSession.class, "asked");

    private DatagramRequests() {}

    /** Asks; on the loop itself it is done at once. */
    static void ask(DatagramSession session, int request) {
        int opposite = request == PAUSE ? RESUME : request == RESUME ? PAUSE : 0;
        int before = ASKED.getAndUpdate(session, now -> (now & ~opposite) | request);
        if (session.loop().inEventLoop()) {
            perform(session);
        } else if (before == 0) {
            session.loop().submitInternal(() -> perform(session));
        }
    }

    private static void perform(DatagramSession session) {
        int requests = ASKED.getAndSet(session, 0);
        DatagramLife life = session.life;
        if ((requests & (PAUSE | RESUME)) != 0) {
            life.pause((requests & PAUSE) != 0);
        }
        if ((requests & SHUT_OUTPUT) != 0) {
            life.shutOutput();
        }
        if ((requests & CLOSE) != 0) {
            life.startClosing(CloseReason.LOCAL_CLOSE, null);
        }
        if ((requests & ABORT) != 0) {
            life.endSoon(CloseReason.LOCAL_ABORT);
        }
    }
}
