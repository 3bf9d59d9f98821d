package io.github.reactorboot.runtime;

import java.util.ArrayDeque;

/**
 * What one datagram socket has to do at the end of a turn of its loop: to send, and to attend to
 * sessions outside of any callback. Owned by the loop.
 */
final class DatagramTurn {

    private final DatagramPort port;
    private final ArrayDeque<DatagramSession> toAttend = new ArrayDeque<>();
    private boolean listed;

    DatagramTurn(DatagramPort port) {
        this.port = port;
    }

    /** There is something to do at the end of this turn. */
    void endLater() {
        if (!listed) {
            listed = true;
            port.loop().sessionWork.flushLater(this);
        }
    }

    /** A session has something to do at the end of this turn. */
    void attend(DatagramSession session) {
        if (!session.life.listed) {
            session.life.listed = true;
            toAttend.add(session);
            endLater();
        }
    }

    /** What was sent goes out, and the sessions learn of it. */
    void end() {
        listed = false;
        port.loop().meter().step();
        if (!port.send()) {
            endLater();
        }
        port.output().tell();
        for (int left = toAttend.size(); left > 0; left--) {
            DatagramSession session = toAttend.remove();
            session.life.listed = false;
            try {
                session.life.settle();
            } catch (RuntimeException defect) {
                SessionLog.broken(session, defect);
                session.end(CloseReason.IO_ERROR, defect);
            }
        }
    }
}
