package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.timer.Timer;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one datagram socket by their source, in the order in which they were last heard
 * of; one timer for the idle timeouts of all. Owned by the event loop.
 */
final class DatagramSources {

    private static final int LOOKED_AT_PER_TURN = 1024;

    /** Order of access: a look-up of a source makes it the last one. */
    private final LinkedHashMap<SocketAddress, DatagramSession> bySource =
            new LinkedHashMap<>(16, 0.75f, true);

    private final Timer idle = new Timer(this::lookForIdle);
    private final EventLoop loop;
    private final long idleNanos;

    DatagramSources(EventLoop loop, long idleNanos) {
        this.loop = loop;
        this.idleNanos = idleNanos;
    }

    /** A datagram came from there; null if it has no session. */
    @Nullable DatagramSession heardOf(SocketAddress source) {
        DatagramSession session = bySource.get(source);
        if (session != null) {
            session.heardNanos = loop.nowNanos();
        }
        return session;
    }

    void add(DatagramSession session) {
        session.heardNanos = loop.nowNanos();
        bySource.put(session.remoteAddress(), session);
        if (idleNanos > 0 && !idle.isArmed()) {
            loop.timers().arm(idle, session.heardNanos + idleNanos);
        }
    }

    /** It has ended. */
    void remove(DatagramSession session) {
        bySource.remove(session.remoteAddress(), session);
        if (bySource.isEmpty()) {
            loop.timers().cancel(idle);
        }
    }

    /** The session that was silent longest; null if there is none. */
    @Nullable DatagramSession eldest() {
        Iterator<DatagramSession> sessions = bySource.values().iterator();
        return sessions.hasNext() ? sessions.next() : null;
    }

    boolean isEmpty() {
        return bySource.isEmpty();
    }

    /** Those that there are now. */
    List<DatagramSession> all() {
        return new ArrayList<>(bySource.values());
    }

    private void lookForIdle(long nowNanos) {
        DatagramSession first = eldest();
        if (first == null) {
            return;
        }
        if (isIdle(first, nowNanos)) {
            // After a pause of the whole process, what came in time may still wait in the kernel.
            first.port().receiveWaiting();
            endIdle(nowNanos);
            first = eldest();
        }
        if (first != null) {
            loop.timers().arm(idle, first.heardNanos + idleNanos);
        }
    }

    private boolean isIdle(DatagramSession session, long nowNanos) {
        return nowNanos - session.heardNanos - idleNanos >= 0;
    }

    private void endIdle(long nowNanos) {
        List<DatagramSession> silent = new ArrayList<>();
        for (DatagramSession session : bySource.values()) {
            if (!isIdle(session, nowNanos) || silent.size() == LOOKED_AT_PER_TURN) {
                break;
            }
            silent.add(session);
        }
        for (DatagramSession session : silent) {
            // Whatever becomes of it, it is not looked at again before the others.
            heardOf(session.remoteAddress());
            session.life.idle();
        }
    }
}
